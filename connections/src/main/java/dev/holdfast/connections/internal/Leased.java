package dev.holdfast.connections.internal;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/**
 * What the borrower holds instead of an object of the driver: works as long as its lease. {@code D} is the driver's type.
 * What it returns is leased too wherever the driver's own would lead to the session.
 */
abstract class Leased<D> {
    abstract LeasedConnection lease();

    abstract D driver();

    /** The driver's object, for a call that may talk to the server; {@link #leave} follows. */
    final D enter() throws SQLException {
        lease().begin();
        return driver();
    }

    final void leave() {
        lease().finish();
    }

    /** The driver's object, for a call that stays in memory. */
    final D open() throws SQLException {
        lease().requireOpen();
        return driver();
    }

    final void failed(Throwable failure) {
        lease().heard(failure);
    }

    final void inspect(String sql) {
        lease().inspectText(sql);
    }

    /** Itself, if that is what is asked for; else the driver's, and nobody knows what happens to the session then. */
    @SuppressWarnings("TypeParameterShadowing") // Wrapper's own
    public final <T> T unwrap(Class<T> type) throws SQLException {
        D driver = enter();
        try {
            return type.isInstance(this) ? type.cast(this) : bare(driver, type);
        } finally {
            leave();
        }
    }

    private <T> T bare(D driver, Class<T> type) throws SQLException {
        return tainting(((Wrapper) driver).unwrap(type));
    }

    public final boolean isWrapperFor(Class<?> type) throws SQLException {
        D driver = enter();
        try {
            return type.isInstance(this) || ((Wrapper) driver).isWrapperFor(type);
        } finally {
            leave();
        }
    }

    /** Passes on what keeps talking to the server unseen, and may when the lease has ended. */
    final <T> T tainting(T bare) {
        lease().taint();
        return bare;
    }

    final Statement leased(Statement statement) {
        return lease().track(new LeasedStatement<>(lease(), statement));
    }

    final PreparedStatement leased(PreparedStatement statement) {
        return lease().track(new LeasedPreparedStatement<>(lease(), statement));
    }

    final CallableStatement leased(CallableStatement statement) {
        return lease().track(new LeasedCallableStatement(lease(), statement));
    }

    @Nullable
    ResultSet leased(@Nullable ResultSet results) {
        return results == null ? null : new LeasedResultSet(lease(), results, null);
    }

    final DatabaseMetaData leased(DatabaseMetaData data) {
        return new LeasedDatabaseMetaData(lease(), data);
    }

    final @Nullable ResultSetMetaData leased(@Nullable ResultSetMetaData data) {
        return data == null ? null : new LeasedResultSetMetaData(lease(), data);
    }

    final ParameterMetaData leased(ParameterMetaData data) {
        return new LeasedParameterMetaData(lease(), data);
    }

    final @Nullable Array leased(@Nullable Array array) {
        return array == null ? null : new LeasedArray(lease(), array);
    }

    final @Nullable Blob leased(@Nullable Blob blob) {
        return blob == null ? null : new LeasedBlob(lease(), blob);
    }

    final @Nullable Clob leased(@Nullable Clob clob) {
        return clob == null ? null : new LeasedClob<>(lease(), clob);
    }

    final @Nullable NClob leased(@Nullable NClob clob) {
        return clob == null ? null : new LeasedNClob(lease(), clob);
    }

    /** A value of a column: the driver makes result sets of cursors, for example. */
    final @Nullable Object leased(@Nullable Object value) {
        return switch (value) {
            case ResultSet results -> leased(results);
            case Array array -> leased(array);
            case Blob blob -> leased(blob);
            case NClob clob -> leased(clob);
            case Clob clob -> leased(clob);
            case null, default -> value;
        };
    }

    /** A value that was asked for by its type; the driver's own type gets the driver's own, as {@link #unwrap} does. */
    final <T> @Nullable T leased(Class<T> type, @Nullable T value) {
        Object leased = leased((Object) value);
        if (type.isInstance(leased)) {
            return type.cast(leased);
        }
        if (leased instanceof LeasedPart) {
            lease().taint();
        }
        return value;
    }

    /** The driver's own array, if it is one that this lease handed out. */
    final Array bare(Array array) {
        return array instanceof LeasedArray ours && ours.lease() == lease() ? ours.driver() : array;
    }

    final Object bare(Object value) {
        return value instanceof Array array ? bare(array) : value;
    }
}
