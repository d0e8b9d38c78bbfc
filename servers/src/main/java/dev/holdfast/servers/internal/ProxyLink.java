package dev.holdfast.servers.internal;

import dev.holdfast.servers.ProxyAction.Ending;
import dev.holdfast.servers.ProxyConnection;
import dev.holdfast.servers.ProxyRules;
import dev.holdfast.wire.Direction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One relayed connection: two sockets, two lanes. */
final class ProxyLink implements ProxyConnection {
    private final ProxyLoop loop;
    private final long number;
    private final SocketChannel client;
    private @Nullable SocketChannel server;
    private @Nullable Relay relay;
    private boolean over;

    ProxyLink(ProxyLoop loop, SocketChannel client, long number) {
        this.loop = loop;
        this.client = client;
        this.number = number;
    }

    void connect(InetSocketAddress target) {
        try {
            client.configureBlocking(false);
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SocketChannel opened = SocketChannel.open();
            server = opened;
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (opened.connect(target)) {
                relay();
            } else {
                loop.register(opened, SelectionKey.OP_CONNECT, new Connecting());
            }
        } catch (IOException e) {
            refuse();
        }
    }

    /** Waits for the target. */
    private final class Connecting implements ProxyLoop.Channel {
        @Override
        public void ready(int operations) throws IOException {
            try {
                Objects.requireNonNull(server).finishConnect();
            } catch (IOException e) {
                refuse();
                return;
            }
            relay();
        }

        @Override
        public void abort() {
            endNow(Ending.RESET, Ending.RESET);
        }
    }

    private void relay() throws IOException {
        Relay made = new Relay(Objects.requireNonNull(server));
        relay = made;
        made.session = loop.open(this);
        made.clientKey = loop.register(client, SelectionKey.OP_READ, made.new FromClient());
        made.serverKey = loop.register(Objects.requireNonNull(server), SelectionKey.OP_READ, made.new FromServer());
    }

    /** The client will be told by {@link ProxyRefusal}. */
    private void refuse() {
        over = true;
        loop.refused();
        close(server);
        try {
            loop.register(client, SelectionKey.OP_READ, new ProxyRefusal(loop, client));
        } catch (IOException e) {
            close(client);
            loop.gone();
        }
    }

    private static void close(@Nullable SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            assert e != null; // there is nothing left to close
        }
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void release(Direction direction) {
        Relay relaying = relay;
        if (!over && relaying != null) {
            ProxyLoop.guarded(relaying.channel, () -> relaying.lane(direction).release());
        }
    }

    @Override
    public void end(Ending clientEnding, Ending serverEnding) {
        loop.post(() -> endNow(clientEnding, serverEnding));
    }

    boolean over() {
        return over;
    }

    void endNow(Ending clientEnding, Ending serverEnding) {
        if (over) {
            return;
        }
        over = true;
        ProxyDrain.end(loop, client, clientEnding, loop::gone);
        if (server != null) {
            ProxyDrain.end(loop, server, serverEnding, () -> {});
        }
        if (relay != null) {
            relay.closed();
        }
    }

    /** What is there once the target has answered. */
    final class Relay {
        private final ProxyLane toServer;
        private final ProxyLane toClient;
        private final FromClient channel = new FromClient();
        private ProxyRules.Session session = ProxyRules.Session.TRANSPARENT;
        private @Nullable SelectionKey clientKey;
        private @Nullable SelectionKey serverKey;

        Relay(SocketChannel server) {
            toServer = new ProxyLane(loop, this, Direction.TO_SERVER, client, server);
            toClient = new ProxyLane(loop, this, Direction.TO_CLIENT, server, client);
        }

        ProxyRules.Session session() {
            return session;
        }

        ProxyLane lane(Direction direction) {
            return direction == Direction.TO_SERVER ? toServer : toClient;
        }

        ProxyLane opposite(ProxyLane lane) {
            return lane == toServer ? toClient : toServer;
        }

        boolean over() {
            return over;
        }

        void end(Ending clientEnding, Ending serverEnding) {
            endNow(clientEnding, serverEnding);
        }

        /** Later, unless the connection is over by then. */
        void at(long nanos, ProxyLoop.Work work) {
            loop.at(nanos, () -> {
                if (!over) {
                    ProxyLoop.guarded(channel, work);
                }
            });
        }

        /** Both ends of file have passed: nothing can follow. */
        void finishIfDone() {
            if (toServer.finished() && toClient.finished()) {
                endNow(Ending.CLOSE, Ending.CLOSE);
            }
        }

        void updateInterest() {
            if (over || clientKey == null || serverKey == null) {
                return;
            }
            set(clientKey, toServer, toClient);
            set(serverKey, toClient, toServer);
        }

        private static void set(SelectionKey key, ProxyLane from, ProxyLane to) {
            int wanted = (from.wantsRead() ? SelectionKey.OP_READ : 0) | (to.wantsWrite() ? SelectionKey.OP_WRITE : 0);
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }

        private void closed() {
            toServer.close();
            toClient.close();
            session.closed();
        }

        private void ready(int operations, ProxyLane from, ProxyLane to) throws IOException {
            if ((operations & SelectionKey.OP_WRITE) != 0 && !over) {
                to.pump();
            }
            if ((operations & SelectionKey.OP_READ) != 0 && !over) {
                from.read();
            }
        }

        /** The client's socket. */
        final class FromClient implements ProxyLoop.Channel {
            @Override
            public void ready(int operations) throws IOException {
                Relay.this.ready(operations, toServer, toClient);
            }

            @Override
            public void abort() {
                endNow(Ending.RESET, Ending.RESET);
            }
        }

        /** The server's socket. */
        final class FromServer implements ProxyLoop.Channel {
            @Override
            public void ready(int operations) throws IOException {
                Relay.this.ready(operations, toClient, toServer);
            }

            @Override
            public void abort() {
                endNow(Ending.RESET, Ending.RESET);
            }
        }
    }
}
