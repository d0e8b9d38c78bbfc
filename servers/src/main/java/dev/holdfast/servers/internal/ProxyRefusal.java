package dev.holdfast.servers.internal;

import dev.holdfast.servers.ProxyAction.Ending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Answers a client whose target is down as a PostgreSQL that is starting up would: no to encryption, then 57P03 to its
 * StartupMessage. A CancelRequest gets no answer, as always.
 */
final class ProxyRefusal implements ProxyLoop.Channel {
    /** PostgreSQL refuses longer ones too. */
    private static final int LONGEST_STARTUP = 10_000;

    private static final int CANCEL = 80_877_102;
    private static final int SSL = 80_877_103;
    private static final int GSS = 80_877_104;
    private final ProxyLoop loop;
    private final SocketChannel client;
    private final ByteBuffer in = ByteBuffer.allocate(LONGEST_STARTUP);
    private boolean over;

    ProxyRefusal(ProxyLoop loop, SocketChannel client) {
        this.loop = loop;
        this.client = client;
    }

    @Override
    public void ready(int operations) throws IOException {
        int read = client.read(in);
        boolean more = read > 0;
        while (more && !over && in.position() >= 8) {
            more = answered(in.getInt(0), in.getInt(4));
        }
        if (read <= 0 && !over) { // closed, or too long
            end(Ending.CLOSE);
        }
    }

    /** Whether another request may stand behind this one. */
    private boolean answered(int length, int code) throws IOException {
        if (length < 8 || length > LONGEST_STARTUP || code == CANCEL) {
            end(Ending.CLOSE);
            return false;
        }
        if (in.position() < length) {
            return false;
        }
        in.flip().position(length);
        in.compact();
        if (code == SSL || code == GSS) {
            client.write(ByteBuffer.wrap(new byte[] {'N'}));
            return true;
        }
        client.write(ByteBuffer.wrap(notNow()));
        end(Ending.CLOSE);
        return false;
    }

    private static byte[] notNow() {
        byte[] fields = ("SFATAL\0VFATAL\0C57P03\0Mthe proxy's target does not answer\0"
                        + "HStart the server, or let the proxy stand before another.\0\0")
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + fields.length)
                .put((byte) 'E')
                .putInt(4 + fields.length)
                .put(fields)
                .array();
    }

    private void end(Ending ending) {
        over = true;
        ProxyDrain.end(loop, client, ending, loop::gone);
    }

    @Override
    public void abort() {
        if (!over) {
            end(Ending.RESET);
        }
    }
}
