package dev.holdfast.scenarios.internal;

import dev.holdfast.scenarios.FaultClient;
import dev.holdfast.scenarios.FaultTarget;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** BEGIN, the work, COMMIT; a connection on which anything failed is given back in its transaction, and so not kept. */
public final class PlainFaultClient implements FaultClient {
    private final Duration socketTimeout;

    public PlainFaultClient(Duration socketTimeout) {
        this.socketTimeout = socketTimeout;
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public Claim claim() {
        return Claim.HIDES_NOTHING;
    }

    @Override
    public DataSource open(FaultTarget target) {
        return target.keeping(socketTimeout);
    }

    @Override
    public void inTransaction(DataSource dataSource, Work work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            work.on(connection);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }
}
