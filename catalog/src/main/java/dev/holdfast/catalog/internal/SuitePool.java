package dev.holdfast.catalog.internal;

import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.connections.Tenants.Contents;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;

/** What the suites ask of a pool of many tenants' connections. Thread-safe. */
interface SuitePool extends AutoCloseable {
    Connection lease(TenantId tenant, Deadline deadline) throws SQLException;

    Connection system(Deadline deadline) throws SQLException;

    void limit(TenantId tenant, TenantLimits limits);

    boolean create(TenantId tenant, Contents contents, Deadline deadline) throws SQLException;

    void closeTenant(TenantId tenant, Deadline deadline) throws SQLException;

    void drop(TenantId tenant, Deadline deadline) throws SQLException;

    Statistics statistics();

    @Override
    void close();
}
