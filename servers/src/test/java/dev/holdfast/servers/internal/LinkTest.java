package dev.holdfast.servers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** With a stand-in for a server, which only accepts. */
class LinkTest {
    private static final byte[] SOMEWHERE_ELSE = {127, 0, 0, 2};

    @Test
    void triesAllAddressesOfAHost() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        InetAddress nobody = InetAddress.getByAddress(SOMEWHERE_ELSE);
        try (ServerSocket standIn = new ServerSocket(0, 1, here)) {
            Endpoint endpoint = Endpoint.loopback(standIn.getLocalPort());
            try (Link link = Link.open(endpoint, nobody, here);
                    Socket accepted = standIn.accept()) {
                assertThat(accepted.getRemoteSocketAddress()).isNotNull();
                assertThat(link.poll()).isEmpty();
            }
            assertThatThrownBy(() -> Link.open(endpoint, nobody, nobody))
                    .isInstanceOf(IOException.class)
                    .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
        }
    }

    @Test
    void aSilentServerIsNotAwaitedForever() throws IOException {
        try (ServerSocket standIn = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Link link = Link.open(Endpoint.loopback(standIn.getLocalPort()))) {
            assertThatThrownBy(() -> link.next(Deadline.in(Duration.ofMillis(1))))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("the server doesn't answer");
        }
    }
}
