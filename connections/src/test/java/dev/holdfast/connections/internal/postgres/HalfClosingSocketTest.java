package dev.holdfast.connections.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.internal.postgres.PostgresConnectorTest.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HalfClosingSocketTest {
    /** More than the buffers between two sockets take. */
    private static final int MUCH = 64 << 20;

    /** Ours, and a peer that does what the test says. */
    private record Pair(HalfClosingSocket ours, Socket theirs) implements AutoCloseable {
        static Pair open() throws IOException {
            try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                HalfClosingSocket ours = HalfClosingSocket.open();
                ours.connect(listening.getLocalSocketAddress());
                ours.established();
                return new Pair(ours, listening.accept());
            }
        }

        @Override
        public void close() throws IOException {
            theirs.close();
            ours.end(Duration.ofSeconds(5));
        }
    }

    @Test
    void whoIsInterruptedWhileItWritesGoesOnAndKeepsItsStatus() throws Exception {
        try (Pair pair = Pair.open()) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread writer = Thread.ofPlatform()
                    .start(() -> Threads.complete(interrupted, () -> {
                        pair.ours().getOutputStream().write(new byte[MUCH]);
                        return Thread.currentThread().isInterrupted();
                    }));
            pair.theirs().getInputStream().readNBytes(1);
            writer.interrupt(); // it can't be done before the rest is read
            assertThat(pair.theirs().getInputStream().readNBytes(MUCH - 1)).hasSize(MUCH - 1);
            assertThat(interrupted.get()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReadAndWrittenIsTheSameWhateverItsSize(Threads threads) throws Exception {
        try (Pair pair = Pair.open()) {
            byte[] sent = new byte[1 << 20];
            new java.util.Random(7).nextBytes(sent);
            for (int size : new int[] {1, 2, 8_192, 131_072, 131_073, sent.length}) {
                CompletableFuture<byte[]> echoed =
                        threads.calls(() -> pair.ours().getInputStream().readNBytes(size));
                pair.theirs().getOutputStream().write(sent, 0, size);
                assertThat(echoed.get()).isEqualTo(java.util.Arrays.copyOf(sent, size));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingComesInTimeAndThenSomethingDoes(Threads threads) throws Exception {
        try (Pair pair = Pair.open()) {
            pair.ours().setSoTimeout(20);
            assertThatThrownBy(() -> threads.calls(
                                    () -> pair.ours().getInputStream().read())
                            .get())
                    .hasCauseInstanceOf(SocketTimeoutException.class);
            pair.ours().setSoTimeout(0);
            pair.theirs().getOutputStream().write(42);
            assertThat(threads.calls(() -> pair.ours().getInputStream().read()).get())
                    .isEqualTo(42);
        }
    }
}
