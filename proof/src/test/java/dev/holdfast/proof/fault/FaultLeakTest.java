package dev.holdfast.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.servers.ProxyCounts;
import dev.holdfast.servers.ProxyOptions;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Codec;
import dev.holdfast.wire.Frontend;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Ten thousand faults, one after another, leave nothing behind. */
class FaultLeakTest {
    private static final int FAULTS = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final byte[] STARTUP =
            Codec.encode(new Frontend.StartupMessage(0, Map.of(Bytes.of("user"), Bytes.of("u"))));
    private static final List<String> KINDS = List.of(
            "close before",
            "close after",
            "reset before",
            "reset in",
            "half-open before",
            "half-open(to-client) after",
            "black-hole after",
            "black-hole(1s) before",
            "delay(1ms,1ms) before",
            "throttle(100000) before",
            "split(1ms) in",
            "slow-drip(5,1ms) in",
            "bit-flip(2) in",
            "truncate(3) in",
            "duplicate at",
            "lost at",
            "error(53300) instead-of");

    /** Reads until its peer has closed, then closes. */
    private static void serve(ServerSocket target) {
        try {
            while (true) {
                Socket socket = target.accept();
                Thread.startVirtualThread(() -> {
                    try (socket) {
                        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        assert e != null; // a reset
                    }
                });
            }
        } catch (IOException e) {
            assert e != null; // the test is over
        }
    }

    /** Open sockets; what else the JVM opens in the meantime is its own business. */
    private static List<String> sockets() {
        List<String> sockets = new ArrayList<>();
        for (File descriptor : Objects.requireNonNull(new File("/proc/self/fd").listFiles())) {
            try {
                String what = Files.readSymbolicLink(descriptor.toPath()).toString();
                if (what.startsWith("socket:")) {
                    sockets.add(what);
                }
            } catch (IOException e) {
                assert e != null; // closed since it was listed
            }
        }
        return sockets;
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        !thread.getName().startsWith("ForkJoinPool")) // carriers of this test's virtual threads
                .filter(thread -> !thread.getName().startsWith("VirtualThread-unparker"))
                .count();
    }

    private static void await(BooleanSupplier condition) {
        Capture nobody = new Capture();
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!nobody.await(condition, Duration.ofMillis(5))) {
            assertThat(System.nanoTime()).as("sockets: %s", sockets()).isLessThan(until);
        }
    }

    @Test
    void neitherSocketsNorThreadsAreLeft() throws IOException {
        try (ServerSocket target = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
                FaultProxy proxy = FaultProxy.start(ProxyOptions.to("127.0.0.1", target.getLocalPort()), 1)) {
            Thread.ofPlatform().daemon().start(() -> serve(target));
            KINDS.forEach(kind -> fault(proxy, kind + " startup"));
            await(() -> proxy.counts().open() == 0);
            int sockets = sockets().size();
            long threads = threads();
            for (int i = 0; i < FAULTS; i++) {
                fault(proxy, KINDS.get(i % KINDS.size()) + " startup");
            }
            await(() -> proxy.counts().open() == 0);
            await(() -> sockets().size() <= sockets);
            assertThat(threads()).isLessThan(threads + FAULTS / 500); // the JVM starts a few of its own now and then
            assertThat(proxy.armed()).isEmpty();
            assertThat(proxy.counts())
                    .extracting(ProxyCounts::accepted, ProxyCounts::refused)
                    .containsExactly((long) FAULTS + KINDS.size(), 0L);
        }
    }

    private static void fault(FaultProxy proxy, String text) {
        Armed armed = proxy.arm(text);
        try (Socket client = new Socket(proxy.host(), proxy.port())) {
            client.getOutputStream().write(STARTUP);
            assertThat(armed.await(LIMIT)).as(text).isPresent();
        } catch (IOException e) {
            throw new AssertionError(text, e);
        } finally {
            armed.disarm();
        }
    }
}
