package dev.holdfast.proof.spec.internal;

import dev.holdfast.servers.Database;
import dev.holdfast.servers.WireClient;
import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Frontend;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection, with libpq's habits: one answer at a time, notices spoken as they are parsed, notifications kept until
 * asked for. What is printed when depends on them.
 *
 * <pre>
 *            send                    an answer is whole            taken
 *   IDLE ───────────▶ BUSY ─────────────────────────▶ READY ──────────────▶ BUSY
 *     ▲                 │ ready for query, or the connection is lost
 *     └─────────────────┘
 * </pre>
 *
 * <p>In READY only notices and notifications are parsed. Not thread-safe.
 */
final class Link implements AutoCloseable {
    static final String NO_CONNECTION = "no connection to the server\n";
    private static final String LOST = """
            server closed the connection unexpectedly
            \tThis probably means the server terminated abnormally
            \tbefore or while processing the request.
            """;
    private static final Duration SLICE = Duration.ofMillis(100);

    private enum State {
        IDLE,
        BUSY,
        READY
    }

    private final WireClient client;
    private final Consumer<Bytes> notices;
    private final Queue<Backend.NotificationResponse> notifications = new ArrayDeque<>();
    private final Words errors = new Words();
    private State state = State.IDLE;
    private @Nullable Backend ahead;
    private @Nullable Bytes query;
    private @Nullable Answer answer;
    private boolean lost;

    private Link(WireClient client, Consumer<Bytes> notices) {
        this.client = client;
        this.notices = notices;
    }

    static Link open(Database database, Map<String, String> startup, Consumer<Bytes> notices) throws SQLException {
        return new Link(database.wire(startup), notices);
    }

    int processId() {
        return client.processId();
    }

    /** What went wrong since the last query was sent, as libpq tells it. */
    Bytes errors() {
        return errors.bytes();
    }

    boolean isLost() {
        return lost;
    }

    /** Sends a simple query; false if the connection is gone. */
    boolean send(Bytes sql) {
        errors.clear();
        query = sql;
        return send(new Frontend.Query(sql));
    }

    private boolean send(Frontend... messages) {
        if (lost) {
            errors.add(NO_CONNECTION);
            return false;
        }
        try {
            client.send(messages);
        } catch (IOException e) {
            // As in libpq: what the server said last may still be there to be read.
        }
        state = State.BUSY;
        return true;
    }

    /** Whether an answer is still awaited, after parsing what has arrived. */
    boolean isBusy() {
        parse();
        return state == State.BUSY;
    }

    /** What arrived within {@code limit}. */
    enum Arrived {
        SOMETHING,
        NOTHING,
        END
    }

    /** Over TLS, an interrupt while reading closes the socket, so that the connection is lost too. */
    Arrived read(Duration limit) throws InterruptedException {
        if (lost) {
            return Arrived.END;
        }
        try {
            boolean came = client.read(limit);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while the server was working");
            }
            return came ? Arrived.SOMETHING : Arrived.NOTHING;
        } catch (IOException e) {
            lost = true;
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while the server was working");
            }
            errors.add(LOST);
            return Arrived.END;
        }
    }

    /** Somebody who may lose patience. */
    interface Watch {
        /** Nothing came for a while. */
        void look() throws Stopped;
    }

    /** The next answer, waiting for it; empty once the server is ready for the next query. */
    Optional<Answer> next(Watch watch) throws InterruptedException, Stopped {
        while (isBusy()) {
            switch (read(SLICE)) {
                case SOMETHING -> {}
                case NOTHING -> watch.look();
                case END -> {
                    state = State.IDLE;
                    return Optional.of(new Answer.Failed(Bytes.of(LOST + "\n")));
                }
            }
        }
        return taken();
    }

    private Optional<Answer> taken() {
        if (state == State.IDLE) {
            return Optional.empty();
        }
        Answer taken = answer == null ? new Answer.Done() : answer;
        answer = null;
        state = taken instanceof Answer.Copying ? State.IDLE : State.BUSY;
        return Optional.of(taken);
    }

    /**
     * Runs all of {@code sql}; what its last statement answered, or empty if the connection is gone. {@code watch} looks
     * now and then while nothing comes.
     */
    Optional<Answer> run(Bytes sql, Watch watch) throws InterruptedException, Stopped {
        return send(sql) ? last(watch) : Optional.empty();
    }

    /** Runs a statement with text parameters; an empty {@code sql} uses the statement as it was prepared. */
    Optional<Answer> run(Bytes statement, Bytes sql, List<Bytes> parameters) throws InterruptedException, Stopped {
        errors.clear();
        query = sql;
        Frontend bind = new Frontend.Bind(Bytes.EMPTY, statement, List.of(), List.copyOf(parameters), List.of());
        Frontend describe = new Frontend.Describe('P', Bytes.EMPTY);
        Frontend execute = new Frontend.Execute(Bytes.EMPTY, 0);
        boolean sent = sql.isEmpty()
                ? send(bind, describe, execute, new Frontend.Sync())
                : send(new Frontend.Parse(statement, sql, List.of()), bind, describe, execute, new Frontend.Sync());
        return sent ? last(() -> {}) : Optional.empty();
    }

    Optional<Answer> prepare(Bytes statement, Bytes sql) throws InterruptedException, Stopped {
        errors.clear();
        query = sql;
        return send(new Frontend.Parse(statement, sql, List.of()), new Frontend.Sync())
                ? last(() -> {})
                : Optional.empty();
    }

    private Optional<Answer> last(Watch watch) throws InterruptedException, Stopped {
        Optional<Answer> last = Optional.of(new Answer.Done());
        for (Optional<Answer> next = next(watch); next.isPresent(); next = next(watch)) {
            last = next;
        }
        return last;
    }

    /** The next notification that has been parsed. */
    Optional<Backend.NotificationResponse> notification() {
        parse();
        return Optional.ofNullable(notifications.poll());
    }

    void cancel() throws IOException {
        client.cancel();
    }

    @Override
    public void close() {
        client.close();
    }

    private void parse() {
        for (Optional<Backend> message = peek(); message.isPresent() && take(message.get()); message = peek()) {
            ahead = null;
        }
    }

    private Optional<Backend> peek() {
        if (ahead == null) {
            ahead = client.poll().orElse(null);
        }
        return Optional.ofNullable(ahead);
    }

    /** Whether {@code message} could be dealt with in this state. */
    private boolean take(Backend message) {
        if (message instanceof Backend.NoticeResponse notice) {
            notices.accept(text(notice.fields()).notice());
            return true;
        }
        if (message instanceof Backend.NotificationResponse notification) {
            notifications.add(notification);
            return true;
        }
        return switch (state) {
            case READY -> false;
            case IDLE -> unasked(message);
            case BUSY -> answered(message);
        };
    }

    private boolean unasked(Backend message) {
        if (message instanceof Backend.ErrorResponse error) {
            notices.accept(text(error.fields()).notice());
        }
        return true;
    }

    /** Whether it was taken; the description of further rows waits until the rows before it were. */
    private boolean answered(Backend message) {
        switch (message) {
            case Backend.RowDescription description -> {
                if (answer != null) {
                    state = State.READY;
                    return false;
                }
                answer = Answer.Rows.of(description);
            }
            case Backend.DataRow row -> {
                if (answer instanceof Answer.Rows rows) {
                    rows.rows().add(row);
                }
            }
            case Backend.CommandComplete complete -> state = State.READY;
            case Backend.EmptyQueryResponse empty -> {
                answer = new Answer.Empty();
                state = State.READY;
            }
            case Backend.ErrorResponse error -> failed(error);
            case Backend.CopyInResponse copy -> copying("PGRES_COPY_IN");
            case Backend.CopyOutResponse copy -> copying("PGRES_COPY_OUT");
            case Backend.CopyBothResponse copy -> copying("PGRES_COPY_BOTH");
            case Backend.ReadyForQuery ready -> state = State.IDLE;
            default -> {}
        }
        return true;
    }

    private void failed(Backend.ErrorResponse error) {
        ErrorText text = text(error.fields());
        errors.add(text.error());
        answer = new Answer.Failed(new Words().add(text.brief()).add("\n").bytes());
        state = State.READY;
    }

    private void copying(String status) {
        answer = new Answer.Copying(status);
        state = State.READY;
    }

    private ErrorText text(Map<Character, Bytes> fields) {
        boolean utf8 = client.parameter("client_encoding")
                .map(Bytes::text)
                .orElse("UTF8")
                .equals("UTF8");
        return new ErrorText(fields, state == State.IDLE ? null : query, utf8);
    }
}
