package dev.holdfast.benchmarks.pools;

import dev.holdfast.connections.spi.Attempt;
import dev.holdfast.connections.spi.Connector;
import dev.holdfast.connections.spi.PhysicalConnection;
import java.sql.Connection;
import java.time.Duration;

/** Opens {@link StubConnection}s for our pool. */
final class StubConnector implements Connector {
    @Override
    public PhysicalConnection connect(Attempt attempt) {
        return new Stub();
    }

    /** A session that never changes. */
    private static final class Stub implements PhysicalConnection {
        private final Connection jdbc = new StubConnection();

        @Override
        public Connection jdbc() {
            return jdbc;
        }

        @Override
        public int backendPid() {
            return 0;
        }

        @Override
        public boolean changed() {
            return false;
        }

        @Override
        public void reset() {}

        @Override
        public boolean isAlive(Duration timeout) {
            return true;
        }

        @Override
        public boolean watch(Runnable readable) {
            return true;
        }

        @Override
        public void unwatch() {}

        @Override
        public void abort() {}

        @Override
        public boolean end(Duration patience) {
            return true;
        }
    }
}
