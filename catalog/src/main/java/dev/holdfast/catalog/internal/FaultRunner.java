package dev.holdfast.catalog.internal;

import dev.holdfast.scenarios.FaultClient;
import dev.holdfast.scenarios.FaultTarget;
import dev.holdfast.scenarios.ServerFault;
import dev.holdfast.transactions.Backoff;
import dev.holdfast.transactions.Confirmation;
import dev.holdfast.transactions.TransactionOptions;
import dev.holdfast.transactions.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Our transactions on plain connections. Where sessions become read-only it opens new ones, as it doesn't choose among them. */
public final class FaultRunner implements FaultClient {
    private final boolean keeps;
    private final Duration socketTimeout;
    private final TransactionOptions options;

    private FaultRunner(boolean keeps, Duration socketTimeout, TransactionOptions options) {
        this.keeps = keeps;
        this.socketTimeout = socketTimeout;
        this.options = options;
    }

    /** Repeats for as long as any of these faults lasts. */
    public static FaultRunner against(ServerFault fault) {
        return against(fault, 200);
    }

    /** Performs everything once. */
    public static FaultRunner givingUp(ServerFault fault) {
        return against(fault, 1);
    }

    private static FaultRunner against(ServerFault fault, int attempts) {
        return new FaultRunner(
                fault != ServerFault.READ_ONLY,
                fault == ServerFault.SUSPEND ? Duration.ofSeconds(1) : Duration.ZERO,
                TransactionOptions.defaults()
                        .withAttempts(attempts)
                        .withBackoff(new Backoff(Duration.ofMillis(10), Duration.ofMillis(100)))
                        .withConfirmation(Confirmation.byStatus()));
    }

    @Override
    public String name() {
        return "retrying";
    }

    @Override
    public DataSource open(FaultTarget target) {
        return keeps ? target.keeping(socketTimeout) : target.opening(socketTimeout);
    }

    @Override
    public void inTransaction(DataSource dataSource, Work work) throws SQLException {
        Transactions.on(dataSource, options).run(connection -> {
            work.on(connection);
            return true;
        });
    }

    @Override
    public Claim claim() {
        return Claim.RECOVERS;
    }
}
