package dev.holdfast.benchmarks.pools;

import java.sql.Connection;
import java.sql.SQLException;

/** A way to have connections to many databases, one for each tenant; tenants are numbers. Thread-safe. */
interface TenantPools extends AutoCloseable {
    Connection borrow(int tenant) throws SQLException;

    default void giveBack(int tenant, Connection connection) throws SQLException {
        connection.close();
    }

    /** What a benchmark of the pool alone repeats. */
    default void cycle(int tenant) throws SQLException {
        giveBack(tenant, borrow(tenant));
    }

    @Override
    void close();
}
