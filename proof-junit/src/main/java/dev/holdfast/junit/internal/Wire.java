package dev.holdfast.junit.internal;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/** What only the driver's own connection can do, below all wrappers. */
final class Wire {
    /** Where a session is, as the server said with its last answer. */
    enum Transaction {
        IDLE,
        OPEN,
        FAILED
    }

    /** What a connection of the driver is to its users: PGConnection and Connection. */
    static final Class<?>[] TYPES = BaseConnection.class.getInterfaces();

    /** By reflection: named in code, it makes the compiler read annotations of the driver's that aren't shipped. */
    private static final Method PROCESS = process();

    private Wire() {}

    private static Method process() {
        try {
            return BaseConnection.class.getMethod("getBackendPID");
        } catch (NoSuchMethodException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The driver's connection beneath {@code connection}; null if that is somebody else's driver, or it is closed. */
    static @Nullable Connection below(Connection connection) {
        try {
            return connection.unwrap(BaseConnection.class);
        } catch (SQLException e) {
            return null;
        }
    }

    /** Asks without beginning a transaction, also where auto-commit is off. */
    static ResultSet query(Connection driver, String sql) throws SQLException {
        return ((BaseConnection) driver).execSQLQuery(sql);
    }

    /** Runs {@code sql}, likewise. */
    static void run(Connection driver, String sql) throws SQLException {
        ((BaseConnection) driver).execSQLUpdate(sql);
    }

    /** Known without asking the server. */
    static Transaction transaction(Connection driver) {
        return Transaction.valueOf(
                ((BaseConnection) driver).getTransactionState().name());
    }

    /** The server's process; 0 if unknown. */
    static int pid(@Nullable Connection driver) {
        if (driver == null) {
            return 0;
        }
        try {
            return (int) PROCESS.invoke(driver);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the driver doesn't tell the server's process", e);
        }
    }
}
