package dev.holdfast.connections.internal.postgres;

import static dev.holdfast.connections.internal.postgres.Postgres.PATIENCE;
import static dev.holdfast.connections.internal.postgres.Postgres.execute;
import static dev.holdfast.connections.internal.postgres.Postgres.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.spi.PhysicalConnection;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdleWatchTest {
    private static EmbeddedPostgres server;
    private static Postgres postgres;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedPostgres.shared(EmbeddedOptions.defaults());
        postgres = Postgres.of(server, "");
    }

    @AfterAll
    static void stop() throws SQLException {
        postgres.close();
        server.close();
    }

    /** Both ends of a connection. */
    private record Pair(SocketChannel ours, SocketChannel theirs) implements AutoCloseable {
        static Pair open() throws IOException {
            try (ServerSocketChannel listening = ServerSocketChannel.open()) {
                listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel ours = SocketChannel.open(listening.getLocalAddress());
                return new Pair(ours, listening.accept());
            }
        }

        void speak() throws IOException {
            theirs.write(ByteBuffer.wrap(new byte[] {1}));
        }

        void hear() throws IOException {
            ours.read(ByteBuffer.allocate(1));
        }

        @Override
        public void close() throws IOException {
            ours.close();
            theirs.close();
        }
    }

    private static boolean await(CountDownLatch latch) throws InterruptedException {
        return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("holdfast-watch"))
                .count();
    }

    @Test
    void aTerminatedBackendIsNoticed() throws Exception {
        for (int i = 0; i < 20; i++) {
            PhysicalConnection connection = postgres.open();
            CountDownLatch noticed = new CountDownLatch(1);
            assertThat(connection.watch(noticed::countDown)).isTrue();
            execute(postgres.observer(), "select pg_terminate_backend(" + connection.backendPid() + ")");
            assertThat(await(noticed)).isTrue();
            connection.unwatch();
            assertThat(connection.isAlive(PATIENCE)).isFalse();
            assertThat(connection.end(PATIENCE)).isTrue();
        }
    }

    @Test
    void aNotificationIsNoticedAndTheConnectionIsAliveAndChanged() throws Exception {
        PhysicalConnection connection = postgres.open();
        execute(connection.jdbc(), "listen news");
        CountDownLatch noticed = new CountDownLatch(1);
        assertThat(connection.watch(noticed::countDown)).isTrue();
        execute(postgres.observer(), "notify news");
        assertThat(await(noticed)).isTrue();
        connection.unwatch();
        assertThat(connection.isAlive(PATIENCE)).isTrue();
        assertThat(connection.changed()).isTrue();
        assertThat(connection.changed()).as("asked again").isTrue();
        connection.reset();
        assertThat(connection.changed()).isFalse();
        connection.end(PATIENCE);
    }

    @Test
    void anIdleConnectionIsUsableAfterwards() throws Exception {
        PhysicalConnection connection = postgres.open();
        for (int i = 0; i < 1_000; i++) {
            assertThat(connection.watch(() -> {
                        throw new AssertionError("nothing was said");
                    }))
                    .isTrue();
            connection.unwatch();
            assertThat(value(connection.jdbc(), "select " + i)).isEqualTo(Integer.toString(i));
        }
        assertThat(connection.end(PATIENCE)).isTrue();
    }

    @Test
    void aWatchedConnectionCanBeEnded() throws SQLException {
        PhysicalConnection connection = postgres.open();
        assertThat(connection.watch(() -> {})).isTrue();
        assertThat(connection.end(PATIENCE)).isTrue();
        assertThat(connection.watch(() -> {})).as("after its end").isFalse();
        connection.unwatch();
    }

    @Test
    void thereIsNoThreadBeforeTheFirstAndAfterTheEnd() throws Exception {
        long before = threads();
        IdleWatch watch = new IdleWatch();
        assertThat(threads()).isEqualTo(before);
        try (Pair pair = Pair.open()) {
            watch.watch(pair.ours(), () -> {});
            assertThat(threads()).isEqualTo(before + 1);
            watch.close();
            assertThat(threads()).isEqualTo(before);
            assertThatThrownBy(() -> watch.watch(pair.ours(), () -> {})).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aCallThatFailsEndsNothing() throws Exception {
        try (IdleWatch watch = new IdleWatch();
                Pair one = Pair.open();
                Pair two = Pair.open()) {
            CountDownLatch called = new CountDownLatch(2);
            watch.watch(one.ours(), () -> {
                called.countDown();
                throw new IllegalStateException("on purpose");
            });
            one.speak();
            watch.watch(two.ours(), called::countDown);
            two.speak();
            assertThat(await(called)).isTrue();
        }
    }

    /** The peer speaks at any time: the call comes at most once, and never when the watch has ended. */
    @Test
    void aHundredThousandWatchesUnderRace() throws Exception {
        AtomicBoolean watching = new AtomicBoolean();
        AtomicInteger late = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        Semaphore speak = new Semaphore(0);
        try (IdleWatch watch = new IdleWatch();
                Pair pair = Pair.open()) {
            Thread peer = Thread.ofPlatform().start(() -> speak(pair, speak));
            for (int i = 0; i < 100_000; i++) {
                AtomicInteger mine = new AtomicInteger();
                watching.set(true);
                IdleWatch.Watched watched = watch.watch(pair.ours(), () -> {
                    calls.incrementAndGet();
                    if (!watching.get() || mine.incrementAndGet() > 1) {
                        late.incrementAndGet();
                    }
                });
                boolean spoken = i % 10 == 0;
                if (spoken) {
                    speak.release();
                }
                for (int spin = i % 64; spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                watched.end();
                watching.set(false);
                assertThat(pair.ours().isBlocking()).isTrue();
                if (spoken) {
                    pair.hear();
                }
            }
            peer.interrupt();
            peer.join();
        }
        assertThat(late).hasValue(0);
        assertThat(calls).as("or nothing was shown").hasValueGreaterThan(0).hasValueLessThanOrEqualTo(10_000);
    }

    private static void speak(Pair pair, Semaphore when) {
        try {
            while (true) {
                when.acquire();
                pair.speak();
            }
        } catch (InterruptedException e) {
            // enough
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
