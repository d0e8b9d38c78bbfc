package dev.holdfast.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.servers.PostgresServer;
import dev.holdfast.servers.ProxyOptions;
import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Codec;
import dev.holdfast.wire.Direction;
import dev.holdfast.wire.Frame;
import dev.holdfast.wire.FrameSplitter;
import dev.holdfast.wire.Frontend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** One fault in one conversation, and what the bytes say about it. */
final class PairRun implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long MILLISECOND = 1_000_000;
    private static final int BYTE = 300;
    private static final byte[] FLUSH = Codec.encode(new Frontend.Flush());
    private static final byte[] NOTICE =
            Codec.encode(new Backend.NotificationResponse(1, Bytes.of("nobody"), Bytes.of("the probe")));
    private final PostgresServer server;
    private final String database;
    private final Boundary boundary;
    private final Kind kind;
    private final Place place;
    private final Fault fault;
    private final Recorder recorder;
    private final FaultProxy proxy;
    private final Armed armed;
    private final RawClient client;
    private final List<RawClient> clients = new ArrayList<>();

    /** A stretch of what the sender sent. */
    private record Stretch(int from, int to) {}

    PairRun(PostgresServer server, String database, Faults.Pair pair, Place place) throws IOException {
        this.server = server;
        this.database = database;
        this.boundary = pair.boundary();
        this.kind = pair.kind();
        this.place = place;
        this.fault = Fault.parse(expression());
        this.recorder = new Recorder(server.port());
        this.proxy = FaultProxy.start(ProxyOptions.to("127.0.0.1", recorder.port()), 7);
        this.armed = proxy.arm(fault);
        this.client = new RawClient(proxy.port());
        clients.add(client);
    }

    private String expression() {
        String arguments = switch (kind) {
            case DELAY -> "(30ms,5ms)";
            case THROTTLE -> "(30000)";
            case SPLIT -> "(150ms)";
            case SLOW_DRIP -> "(7,2ms)";
            case BIT_FLIP -> "(3)";
            case TRUNCATE -> "(1)";
            case COALESCE -> "(2,30ms)";
            case ERROR -> "(40001)";
            default -> "";
        };
        String which = boundary.filter() == Boundary.Filter.OFFSET ? "(" + BYTE + ")" : "";
        return kind.text() + arguments + " " + place.text() + " " + boundary.text() + which;
    }

    void drive() {
        Thread script = Thread.ofPlatform().daemon().start(this::converse);
        assertThat(armed.await(LIMIT)).as("%s fired", fault).isPresent();
        switch (kind) {
            case CLOSE, RESET -> cut();
            case HALF_OPEN -> halfOpen();
            case BLACK_HOLE -> blackHole();
            case DELAY, THROTTLE, SPLIT, SLOW_DRIP, COALESCE -> slower(script);
            case DUPLICATE, LOST, TRUNCATE -> other();
            case BIT_FLIP -> flipped();
            case ERROR -> error();
            case LATE -> late(script);
        }
        assertThat(armed.fired()).isEqualTo(1);
    }

    /** A conversation in which every boundary occurs. */
    private void converse() {
        try {
            client.encryptionIsRefused();
            client.login(server, database);
            cancel();
            extended();
            client.ask(Frontend.Query.of("insert into t values (1)"));
            client.ask(Frontend.Query.of("select 1/0"));
            client.ask(Frontend.Query.of("do $$ begin raise notice 'hello'; end $$"));
            client.ask(Frontend.Query.of("listen c"));
            client.ask(Frontend.Query.of("notify c, 'x'"));
            client.await('A', 1);
            copy();
            client.send(new Frontend.Terminate());
            client.shutdownOutput();
        } catch (RawClient.Astray | IOException e) {
            assert e != null; // what the fault wanted
        }
    }

    /** Cancels nothing: the session is idle. */
    private void cancel() throws IOException {
        if (boundary == Boundary.CANCEL) {
            Backend.BackendKeyData key = (Backend.BackendKeyData) Codec.backend(client.await('K', 1));
            RawClient canceller = new RawClient(proxy.port());
            clients.add(canceller);
            canceller.send(new Frontend.CancelRequest(key.processId(), key.secretKey()));
            if (kind == Kind.LATE) {
                armed.await(LIMIT); // else it might be held only after the query that it is to hit
            } else {
                canceller.got.await(() -> !canceller.got.ended().isEmpty(), LIMIT);
                canceller.shutdownOutput();
            }
        }
    }

    private void extended() {
        Bytes sql = Bytes.of(
                kind == Kind.LATE ? "select pg_sleep(30)" : "select i, 'some text' from generate_series(1, 3) i");
        client.ask(
                new Frontend.Parse(Bytes.of("s1"), sql, List.of()),
                new Frontend.Bind(Bytes.EMPTY, Bytes.of("s1"), List.of(), List.of(), List.of()),
                new Frontend.Describe('P', Bytes.EMPTY),
                new Frontend.Execute(Bytes.EMPTY, 0),
                new Frontend.Sync());
    }

    private void copy() {
        copyIn(new Frontend.CopyData(Bytes.of("1\n")), new Frontend.CopyData(Bytes.of("2\n")), new Frontend.CopyDone());
        copyIn(new Frontend.CopyFail(Bytes.of("changed my mind")));
        client.ask(Frontend.Query.of("copy (select generate_series(1, 3)) to stdout"));
    }

    private void copyIn(Frontend... data) {
        int before = client.count('G');
        int ready = client.count('Z');
        client.send(Frontend.Query.of("copy t from stdin"));
        if (client.awaitEither('G', before + 1, 'Z', ready + 1)) {
            client.send(data);
        }
        client.await('Z', ready + 1);
    }

    // Where it should have struck, by another reading than the proxy's.

    private int number() {
        return boundary == Boundary.CANCEL ? 1 : 0;
    }

    private RawClient speaker() {
        return clients.get(number());
    }

    private Recorder.Line line() {
        return recorder.line(number());
    }

    private boolean toServer() {
        return boundary.direction() == Direction.TO_SERVER;
    }

    private Capture source(boolean toServer) {
        return toServer ? speaker().sent : line().toProxy;
    }

    private Capture destination(boolean toServer) {
        return toServer ? line().fromProxy : speaker().got;
    }

    private byte[] sent() {
        return source(toServer()).bytes();
    }

    private byte[] received() {
        return destination(toServer()).bytes();
    }

    private Stretch struck() {
        if (boundary.filter() == Boundary.Filter.OFFSET) {
            return new Stretch(BYTE, BYTE + 1);
        }
        FrameSplitter splitter = toServer() ? FrameSplitter.fromClient() : FrameSplitter.fromServer();
        if (!toServer() && boundary != Boundary.CANCEL) {
            splitter.expectReply();
        }
        splitter.add(ByteBuffer.wrap(sent()));
        int position = 0;
        int ready = 0;
        for (Optional<Frame> next = splitter.next(); next.isPresent(); next = splitter.next()) {
            Frame frame = next.get();
            int length = Codec.encode(frame).length;
            ready += frame.type() == 'Z' ? 1 : 0;
            if (isBoundary(frame, ready)) {
                return new Stretch(position, position + length);
            }
            position += length;
        }
        throw new AssertionError("no " + boundary + " in what was sent");
    }

    private boolean isBoundary(Frame frame, int ready) {
        return switch (boundary) {
            case STARTUP -> frame.kind() == Frame.Kind.UNTYPED && frame.body().at(1) == 3;
            case CANCEL -> frame.kind() == Frame.Kind.UNTYPED && frame.body().at(1) != 3;
            case SSL_REPLY -> frame.kind() == Frame.Kind.REPLY;
            case FIRST_READY -> frame.type() == 'Z' && ready == 1;
            case READY_FOR_QUERY -> frame.type() == 'Z' && ready == 2;
            default -> frame.kind() == Frame.Kind.TYPED && frame.type() == letter();
        };
    }

    /** From the documentation's "Message Formats". */
    private char letter() {
        return switch (boundary) {
            case PASSWORD -> 'p';
            case QUERY -> 'Q';
            case PARSE -> 'P';
            case BIND -> 'B';
            case DESCRIBE, DATA_ROW -> 'D';
            case EXECUTE, ERROR_RESPONSE -> 'E';
            case SYNC, PARAMETER_STATUS -> 'S';
            case COPY_IN_DATA, COPY_OUT_DATA -> 'd';
            case COPY_IN_DONE, COPY_OUT_DONE -> 'c';
            case COPY_FAIL -> 'f';
            case TERMINATE -> 'X';
            case AUTHENTICATION -> 'R';
            case BACKEND_KEY -> 'K';
            case PARSE_COMPLETE -> '1';
            case BIND_COMPLETE -> '2';
            case ROW_DESCRIPTION -> 'T';
            case COMMAND_COMPLETE -> 'C';
            case NOTICE -> 'N';
            case NOTIFICATION -> 'A';
            case COPY_IN_RESPONSE -> 'G';
            default -> throw new AssertionError(boundary);
        };
    }

    private int offset(Stretch struck) {
        int length = struck.to - struck.from;
        return switch (place) {
            case BEFORE, AT, INSTEAD_OF -> struck.from;
            case IN -> struck.from + length / 2;
            case AFTER -> struck.to;
        };
    }

    // What must be seen.

    /** Both ends are told the same way, and nothing behind the cut arrives. */
    private void cut() {
        String how = kind == Kind.CLOSE ? "end of file" : "reset";
        for (boolean direction : new boolean[] {true, false}) {
            Capture destination = destination(direction);
            destination.await(() -> destination.ended().equals(how), LIMIT);
            assertThat(destination.ended()).as("%s: what an end saw", fault).isEqualTo(how);
        }
        Stretch struck = struck();
        assertThat(armed.firings().get(0).position()).isEqualTo(struckPosition(struck));
        arrived(Arrays.copyOf(sent(), offset(struck)));
        prefix(!toServer());
    }

    private long struckPosition(Stretch struck) {
        boolean oneByte = boundary.filter() == Boundary.Filter.OFFSET;
        Firing firing = armed.firings().get(0);
        int after = place == Place.AFTER ? 1 : 0;
        return oneByte ? struck.from - firing.offset() + after : struck.from;
    }

    private void arrived(byte[] expected) {
        assertThat(printable(received())).as(fault.toString()).isEqualTo(printable(expected));
    }

    /** In the other direction nothing came that wasn't sent. */
    private void prefix(boolean toServer) {
        byte[] received = destination(toServer).bytes(); // first, as both may still grow
        byte[] sent = source(toServer).bytes();
        assertThat(printable(received))
                .as("%s: the other way", fault)
                .isEqualTo(printable(Arrays.copyOf(sent, received.length)));
    }

    /** Each byte as a character: for looking into. */
    private static String show(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** For messages of a test that fails, which go through tools that expect text. */
    private static String printable(byte[] bytes) {
        return show(bytes)
                .chars()
                .mapToObj(c -> c >= ' ' && c < 127 ? "" + (char) c : "\\x%02x".formatted(c))
                .collect(Collectors.joining());
    }

    private void halfOpen() {
        probe();
        Capture passing = destination(!toServer());
        Capture said = source(!toServer());
        boolean held = boundary == Boundary.SSL_REPLY; // then the probe is no whole first message
        await(passing, () -> held || passing.size() == said.size());
        proxy.close();
        Capture destination = destination(toServer());
        await(destination, () -> !destination.ended().isEmpty());
        arrived(Arrays.copyOf(sent(), offset(struck())));
    }

    private void blackHole() {
        probe();
        armed.disarm();
        for (boolean direction : new boolean[] {true, false}) {
            Capture destination = destination(direction);
            await(destination, () -> destination.ended().equals("reset"));
        }
        prefix(!toServer());
        boolean silent = source(!toServer()).size() == 0; // it may have been reset before it said a word
        if (!silent && boundary != Boundary.TERMINATE) { // on which the server may be gone before the probe
            assertThat(destination(!toServer()).size())
                    .isLessThan(source(!toServer()).size());
        }
        arrived(Arrays.copyOf(sent(), offset(struck())));
    }

    /** Both ends say something more, and the proxy has read all that was said. */
    private void probe() {
        try {
            speaker().send(FLUSH);
        } catch (RawClient.Astray e) {
            assert e != null; // the server has ended the conversation
        }
        line().send(NOTICE);
        Capture any = source(true);
        await(
                any,
                () -> proxy.counts().bytesToServer()
                        == clients.stream().mapToInt(c -> c.sent.size()).sum());
        await(any, () -> proxy.counts().bytesToClient() == recorder.sentToProxy());
    }

    private void await(Capture capture, BooleanSupplier condition) {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!capture.await(condition, Duration.ofMillis(10))) { // counters of the proxy wake nobody
            assertThat(System.nanoTime())
                    .as("%s: what should have come has not", fault)
                    .isLessThan(until);
        }
    }

    /** All arrives, some of it later. */
    private void slower(Thread script) {
        join(script);
        for (boolean direction : new boolean[] {true, false}) {
            Capture destination = destination(direction);
            await(destination, () -> destination.ended().equals("end of file"));
            byte[] sent = source(direction).bytes();
            assertThat(printable(destination.bytes())).as(fault.toString()).isEqualTo(printable(sent));
        }
        Stretch struck = struck();
        Capture destination = destination(toServer());
        long fired = armed.firings().get(0).nanoTime();
        switch (kind) {
            case DELAY ->
                assertThat(destination.arrival(offset(struck)) - fired).isGreaterThanOrEqualTo(25 * MILLISECOND);
            case SPLIT -> split(offset(struck), destination);
            case SLOW_DRIP -> {
                long gaps = (struck.to - struck.from - 1L) / 7;
                assertThat(destination.arrival(struck.to - 1) - fired).isGreaterThanOrEqualTo(gaps * 2 * MILLISECOND);
            }
            case THROTTLE -> {
                for (Capture.Piece piece : destination.pieces().stream()
                        .filter(piece -> piece.end() > offset(struck))
                        .toList()) {
                    long late = (piece.end() - offset(struck) - 300L) * 1_000_000_000L / 30_000;
                    assertThat(piece.nanoTime() - fired).isGreaterThanOrEqualTo(late);
                }
            }
            default -> gathered(struck, destination);
        }
    }

    /** The message came together with the next one, or not before the time was over. */
    private void gathered(Stretch struck, Capture destination) {
        byte[] sent = sent();
        long late = destination.arrival(struck.from) - armed.firings().get(0).nanoTime();
        if (struck.to < sent.length && late < 30 * MILLISECOND) {
            int next = struck.to + 1 + ByteBuffer.wrap(sent).getInt(struck.to + 1);
            assertThat(destination.arrival(struck.from))
                    .as("%s: together", fault)
                    .isEqualTo(destination.arrival(next - 1));
        }
    }

    /** A piece ended where the message was split. */
    private void split(int at, Capture destination) {
        long later = destination.arrival(at) - armed.firings().get(0).nanoTime();
        assertThat(later).isGreaterThanOrEqualTo(150 * MILLISECOND);
        assertThat(destination.pieces()).as("%s: split at %d", fault, at).anyMatch(piece -> piece.end() == at);
    }

    private void join(Thread thread) {
        try {
            assertThat(thread.join(LIMIT))
                    .as("%s: the conversation has ended", fault)
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What arrives isn't what was sent. */
    private void other() {
        Capture destination = destination(toServer());
        if (boundary == Boundary.CANCEL && kind == Kind.LOST) { // nothing else is said on its connection
            await(speaker().got, () -> speaker().got.ended().equals("end of file"));
            await(destination, () -> destination.ended().equals("end of file"));
        } else {
            probe();
        }
        Stretch struck = struck();
        await(destination, () -> Arrays.equals(received(), altered(sent(), struck))); // both still grow
        proxy.close();
    }

    private byte[] altered(byte[] sent, Stretch struck) {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.write(sent, 0, kind == Kind.DUPLICATE ? struck.to : struck.from);
        int kept = switch (kind) {
            case LOST -> 0;
            case TRUNCATE -> struck.to - struck.from - 1;
            default -> struck.to - struck.from;
        };
        expected.write(sent, struck.from, kept);
        expected.write(sent, struck.to, sent.length - struck.to);
        return expected.toByteArray();
    }

    private void flipped() {
        probe();
        Stretch struck = struck();
        Capture destination = destination(toServer());
        byte[][] ends = new byte[2][];
        await(destination, () -> {
            ends[0] = sent();
            ends[1] = received();
            return ends[0].length == ends[1].length;
        });
        byte[] sent = ends[0];
        byte[] received = ends[1];
        int bits = 0;
        for (int i = 0; i < sent.length; i++) {
            int differing = Integer.bitCount((sent[i] ^ received[i]) & 0xFF);
            assertThat(differing == 0 || (i >= struck.from && i < struck.to))
                    .as("%s: byte %d", fault, i)
                    .isTrue();
            bits += differing;
        }
        assertThat(bits).isEqualTo(3);
        proxy.close();
    }

    private void error() {
        RawClient told = speaker();
        await(told.got, () -> show(told.got.bytes()).contains("C40001\0"));
        boolean fatal = show(told.got.bytes()).contains("SFATAL\0");
        assertThat(fatal).isEqualTo(Faults.fatalOnly(boundary));
        byte[] error = Messages.error(fatal ? "FATAL" : "ERROR", "40001").toArray();
        if (fatal) {
            await(told.got, () -> told.got.ended().equals("end of file"));
            Stretch struck = struck();
            assertThat(show(told.got.bytes())).endsWith(show(error));
            byte[] before = Arrays.copyOf(sent(), struck.from);
            arrived(toServer() ? before : joined(before, error));
        } else {
            await(told.got, () -> told.got.ended().equals("end of file")); // the conversation went on to its end
            arrived(mild(struck(), error));
            assertThat(show(told.got.bytes())).containsOnlyOnce("C40001\0");
        }
    }

    /** What the server hears of a message that was answered with an error, or the client of such an answer. */
    private byte[] mild(Stretch struck, byte[] error) {
        byte[] sent = sent();
        byte[] before = Arrays.copyOf(sent, struck.from);
        return switch (boundary) {
            case SYNC -> sent;
            case QUERY -> joined(joined(before, Codec.encode(new Frontend.Sync())), from(sent, struck.to));
            case COPY_IN_DATA, COPY_IN_DONE ->
                joined(joined(before, Messages.COPY_FAIL.toArray()), from(sent, struck.to));
            case PARSE, BIND, DESCRIBE, EXECUTE -> joined(before, from(sent, next(sent, struck, "S\0\0\0\4")));
            case ERROR_RESPONSE -> joined(joined(before, error), from(sent, struck.to));
            default -> joined(joined(before, error), from(sent, next(sent, struck, "Z\0\0\0\5")));
        };
    }

    private static int next(byte[] sent, Stretch struck, String header) {
        return show(sent).indexOf(header, struck.from);
    }

    private static byte[] from(byte[] sent, int position) {
        return Arrays.copyOfRange(sent, position, sent.length);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** The next query is cancelled, not the one that it was meant for. */
    private void late(Thread script) {
        join(script);
        await(client.got, () -> client.got.ended().equals("end of file"));
        assertThat(show(client.got.bytes())).containsOnlyOnce("canceling statement due to user request");
    }

    @Override
    public void close() {
        proxy.close();
        clients.forEach(RawClient::close);
        recorder.close();
    }
}
