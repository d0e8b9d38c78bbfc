package dev.holdfast.connections.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A statement of a lease, which closes it at its end. */
class LeasedStatement<D extends Statement> extends Delegates.OfStatement<D> {
    /** Neighbours among those that are open; {@link OpenStatements} sees to them. */
    @Nullable
    LeasedStatement<?> older;

    @Nullable
    LeasedStatement<?> newer;

    boolean tracked;

    private @Nullable LeasedResultSet latest;
    private boolean closesOnCompletion;

    LeasedStatement(LeasedConnection lease, D driver) {
        super(lease, driver);
    }

    /** The statement of a result that no statement of the lease made, as those of metadata. */
    static LeasedStatement<?> of(LeasedConnection lease, Statement driver) {
        return switch (driver) {
            case java.sql.CallableStatement call -> new LeasedCallableStatement(lease, call);
            case java.sql.PreparedStatement prepared -> new LeasedPreparedStatement<>(lease, prepared);
            default -> new LeasedStatement<>(lease, driver);
        };
    }

    @Override
    public final Connection getConnection() throws SQLException {
        open().getConnection();
        return lease();
    }

    /** Asking twice for the same result gives the same object. */
    @Override
    @SuppressWarnings("ReferenceEquality") // the same object is meant
    final @Nullable ResultSet leased(@Nullable ResultSet results) {
        if (results == null) {
            return null;
        }
        LeasedResultSet known = latest;
        if (known == null || known.driver() != results) {
            known = new LeasedResultSet(lease(), results, this);
            latest = known;
        }
        return known;
    }

    /** The signal may arrive when another one has the connection, unless there is a round trip in between. */
    @Override
    public final void cancel() throws SQLException {
        lease().mark(Lent.CHANGED);
        super.cancel();
    }

    @Override
    public final void closeOnCompletion() throws SQLException {
        closesOnCompletion = true;
        super.closeOnCompletion();
    }

    final void resultClosed() throws SQLException {
        if (closesOnCompletion && driver().isClosed()) {
            lease().forget(this);
        }
    }

    @Override
    public final void close() throws SQLException {
        if (!lease().tryBegin()) {
            return;
        }
        try {
            lease().forget(this);
            driver().close();
        } catch (Throwable e) {
            failed(e);
            throw e;
        } finally {
            leave();
        }
    }

    @Override
    public final boolean isClosed() throws SQLException {
        return lease().isClosed() || driver().isClosed();
    }
}
