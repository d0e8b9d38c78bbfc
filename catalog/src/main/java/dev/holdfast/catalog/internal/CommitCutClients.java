package dev.holdfast.catalog.internal;

import dev.holdfast.scenarios.CommitCutClient;
import dev.holdfast.scenarios.CommitCutRequest;
import dev.holdfast.scenarios.internal.Sql;
import dev.holdfast.transactions.Confirmation;
import dev.holdfast.transactions.IdempotencyKey;
import dev.holdfast.transactions.TransactionOptions;
import dev.holdfast.transactions.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** The ways of our own transactions with a commit whose answer is lost. */
public final class CommitCutClients {
    private static final TransactionOptions OPTIONS =
            TransactionOptions.defaults().withDeadlineIn(Duration.ofSeconds(20));

    private CommitCutClients() {}

    /** Repeats what failed, but not what nobody knows. */
    public static CommitCutClient unknownOutcome() {
        return (dataSource, request) -> run(Transactions.on(dataSource, OPTIONS), request);
    }

    /** Asks the server, and repeats what it says is aborted. */
    public static CommitCutClient statusCheck() {
        return new Settling() {
            @Override
            public void perform(DataSource dataSource, CommitCutRequest request) throws SQLException {
                TransactionOptions asking = OPTIONS.withConfirmation(Confirmation.byStatus());
                run(Transactions.on(dataSource, asking), request);
            }
        };
    }

    /** Writes a key with the work, and looks for it. */
    public static CommitCutClient idempotencyKey() {
        return new Settling() {
            @Override
            public void createTables(Connection admin) throws SQLException {
                Sql.run(admin, IdempotencyKey.TABLE);
            }

            @Override
            public void perform(DataSource dataSource, CommitCutRequest request) throws SQLException {
                Transactions.on(dataSource, OPTIONS).runOnce(new IdempotencyKey(request.key()), connection -> {
                    request.write(connection);
                    return request.key();
                });
            }
        };
    }

    private static void run(Transactions transactions, CommitCutRequest request) throws SQLException {
        String written = transactions.run(connection -> {
            request.write(connection);
            return request.key();
        });
        assert written.equals(request.key());
    }

    /** A client whose caller is never told of an uncertainty. */
    abstract static class Settling implements CommitCutClient {
        @Override
        public boolean settles() {
            return true;
        }
    }
}
