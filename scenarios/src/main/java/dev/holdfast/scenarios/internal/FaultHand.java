package dev.holdfast.scenarios.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.SqlState;
import dev.holdfast.scenarios.FaultAnswer;
import dev.holdfast.scenarios.FaultPhase;
import dev.holdfast.scenarios.ServerFault;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.ServerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Lets a fault strike in one round, sees on the server that it did, and makes it good again. Used by one thread. */
final class FaultHand implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** For clients that repeat until it is over. */
    private static final Duration A_WHILE = Duration.ofMillis(300);

    /** For timeouts, long enough to be seen waiting. */
    static final String TIMEOUT = "'200ms'";

    private final ServerFault fault;
    private final FaultPhase phase;
    private final FaultGround ground;
    private final Connection look;
    private final Deque<Connection> taken = new ArrayDeque<>();
    private final int logged;

    FaultHand(ServerFault fault, FaultPhase phase, FaultGround ground) throws SQLException {
        this.fault = fault;
        this.phase = phase;
        this.ground = ground;
        this.look = ground.connect();
        this.logged = ground.logged().map(server -> server.log().size()).orElse(0);
    }

    /** What the victim sets for itself, after which the fault strikes by the server's own clock. */
    static String setting(ServerFault fault) {
        return switch (fault) {
            case STATEMENT_TIMEOUT -> "set local statement_timeout = " + TIMEOUT;
            case LOCK_TIMEOUT -> "set local lock_timeout = " + TIMEOUT;
            case PAUSE_TIMEOUT -> "set local idle_in_transaction_session_timeout = " + TIMEOUT;
            case TRANSACTION_TIMEOUT -> "set local transaction_timeout = " + TIMEOUT;
            case IDLE_SESSION_TIMEOUT -> "set idle_session_timeout = " + TIMEOUT;
            default -> "";
        };
    }

    /** Waits until the victims are where they should be; whether they are. Those of a timeout may be there no more. */
    boolean aims(Set<Long> backends) throws SQLException {
        boolean byItself = !setting(fault).isEmpty();
        if (phase == FaultPhase.CONNECTING || (byItself && ground.logged().isPresent())) {
            return true;
        }
        return !backends.isEmpty() && ground.awaitPhase(look, backends, phase, Deadline.in(PATIENCE));
    }

    void strike(Set<Long> backends) throws SQLException {
        switch (fault) {
            case TERMINATE -> each("select pg_terminate_backend(?)", backends);
            case CANCEL -> each("select pg_cancel_backend(?)", backends);
            case STATEMENT_TIMEOUT, LOCK_TIMEOUT, PAUSE_TIMEOUT, TRANSACTION_TIMEOUT, IDLE_SESSION_TIMEOUT -> {}
            case CONNECTION_LIMIT -> Sql.run(look, "alter role " + ground.role() + " connection limit 0");
            case READ_ONLY -> Sql.run(look, "alter role " + ground.role() + " set default_transaction_read_only = on");
            case SERVER_FULL -> takeAll();
            case KILL -> ground.victim().killBackend(backends.iterator().next());
            case IMMEDIATE_SHUTDOWN -> ground.victim().immediateShutdown();
            case RESTART -> ground.victim().stop();
            case SUSPEND -> ground.victim().suspend();
        }
    }

    private void each(String query, Set<Long> backends) throws SQLException {
        for (long backend : backends) {
            Sql.text(look, query, Math.toIntExact(backend));
        }
    }

    private void takeAll() throws SQLException {
        while (true) {
            try {
                taken.push(ground.target().connect());
            } catch (SQLException e) {
                if (FaultAnswer.FULL.state().code().equals(e.getSQLState())) {
                    return;
                }
                throw e;
            }
        }
    }

    /** How many sessions, or servers, are seen to be struck; not by what a client says. */
    long struck(Set<Long> backends) throws SQLException {
        return switch (fault) {
            case CONNECTION_LIMIT, READ_ONLY, SERVER_FULL -> probe();
            case KILL -> said(event -> event.message().contains("was terminated by signal 9")) ? 1 : 0;
            case IMMEDIATE_SHUTDOWN ->
                said(event -> event.message().startsWith("received immediate shutdown request")) ? 1 : 0;
            case RESTART -> said(event -> event.message().startsWith("received fast shutdown request")) ? 1 : 0;
            case SUSPEND -> backends.stream().filter(FaultHand::standsStill).count();
            default -> ended(backends);
        };
    }

    /** A login of our own as the subject's role. */
    private long probe() throws SQLException {
        try (Connection probe = ground.target().connect()) {
            Sql.run(probe, "update fault_rows set key = key where false");
            return 0;
        } catch (SQLException e) {
            return SqlState.of(e).filter(this::told).isPresent() ? 1 : 0;
        }
    }

    private boolean told(SqlState state) {
        return FaultAnswer.of(state)
                .filter(fault.answers().getOrDefault(phase, Set.of())::contains)
                .isPresent();
    }

    private boolean said(Predicate<ServerEvent> wanted) {
        return ground.victim()
                .log()
                .awaitAfter(logged, wanted, Deadline.in(PATIENCE))
                .isPresent();
    }

    private static boolean standsStill(long process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException gone) {
            return false;
        }
    }

    /** By the server's log, or else by the victims' having left their phase although nothing that they waited for came. */
    private long ended(Set<Long> backends) throws SQLException {
        if (ground.logged().isPresent()) {
            EmbeddedPostgres server = ground.logged().get();
            return backends.stream().filter(backend -> ended(server, backend)).count();
        }
        return ground.awaitLeft(look, backends, phase, Deadline.in(PATIENCE)) ? backends.size() : 0;
    }

    private boolean ended(EmbeddedPostgres server, long backend) {
        return server.log()
                .awaitAfter(logged, event -> event.pid() == backend && told(event.state()), Deadline.in(PATIENCE))
                .isPresent();
    }

    /** What somebody is told who connects while it lasts, if the table has something to say about that. */
    Optional<SQLException> refusal() {
        if (phase == FaultPhase.CONNECTING || !fault.answers().containsKey(FaultPhase.CONNECTING)) {
            return Optional.empty();
        }
        try (Connection connection = ground.target().connect(Duration.ofSeconds(1))) {
            assert connection != null;
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    /** How long it lasts, unless all have noticed it before. */
    Duration lasts() {
        return switch (fault) {
            case CONNECTION_LIMIT, READ_ONLY, SERVER_FULL, IMMEDIATE_SHUTDOWN, RESTART, SUSPEND -> A_WHILE;
            default -> Duration.ZERO;
        };
    }

    void heal() throws SQLException {
        switch (fault) {
            case CONNECTION_LIMIT -> Sql.run(look, "alter role " + ground.role() + " connection limit -1");
            case READ_ONLY -> Sql.run(look, "alter role " + ground.role() + " reset default_transaction_read_only");
            case SERVER_FULL -> giveBack();
            case KILL -> said(event -> event.message().startsWith("database system is ready to accept connections"));
            case IMMEDIATE_SHUTDOWN, RESTART -> ground.victim().startAgain();
            case SUSPEND -> ground.victim().resume();
            default -> {}
        }
    }

    private void giveBack() throws SQLException {
        while (!taken.isEmpty()) {
            taken.pop().close();
        }
    }

    @Override
    public void close() throws SQLException {
        giveBack();
        look.close();
    }
}
