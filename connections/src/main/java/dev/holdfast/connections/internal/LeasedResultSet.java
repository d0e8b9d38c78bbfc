package dev.holdfast.connections.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A result of a lease. */
final class LeasedResultSet extends Delegates.OfResultSet {
    /** Null for results that no statement of the borrower made: of metadata, arrays and cursors. */
    private @Nullable LeasedStatement<?> statement;

    LeasedResultSet(LeasedConnection lease, ResultSet driver, @Nullable LeasedStatement<?> statement) {
        super(lease, driver);
        this.statement = statement;
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        Statement bare = open().getStatement();
        if (bare != null && statement == null) {
            statement = LeasedStatement.of(lease(), bare);
        }
        return bare == null ? null : statement;
    }

    @Override
    public void close() throws SQLException {
        if (!lease().tryBegin()) {
            return;
        }
        try {
            driver().close();
            if (statement != null) {
                statement.resultClosed();
            }
        } catch (Throwable e) {
            failed(e);
            throw e;
        } finally {
            leave();
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        return lease().isClosed() || driver().isClosed();
    }
}
