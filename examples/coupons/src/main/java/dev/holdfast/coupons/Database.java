package dev.holdfast.coupons;

import dev.holdfast.connections.Connections;
import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.connections.DatabaseNaming;
import dev.holdfast.connections.Lease;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The coupons' database, and the connections to it. The coupons are a tenant, and health is the system: the slot that is
 * reserved for the system is free when all of the coupons' are taken. Thread-safe.
 */
final class Database implements AutoCloseable {
    private static final Duration MAKING = Duration.ofSeconds(30);

    private static final String[] TABLES = {
        """
        create table if not exists coupons (
            name varchar(255) primary key,
            amount int not null check (amount > 0),
            remaining_amount int not null check (remaining_amount >= 0),
            created_at timestamptz not null default now()
        )""",
        """
        create table if not exists claims (
            id bigint generated always as identity primary key,
            user_id varchar(255) not null,
            coupon_name varchar(255) not null references coupons (name),
            request text unique,
            created_at timestamptz not null default now(),
            unique (user_id, coupon_name)
        )""",
        "create index if not exists claims_coupon_name on claims (coupon_name, id)",
        dev.holdfast.transactions.IdempotencyKey.TABLE
    };

    private final TenantId coupons;
    private final Connections connections;

    private Database(TenantId coupons, Connections connections) {
        this.coupons = coupons;
        this.connections = connections;
    }

    static Database open(CouponsOptions options) throws SQLException {
        Database database = new Database(new TenantId(options.database()), Connections.open(connections(options)));
        try {
            database.connections.tenants().create(database.coupons, Database::makeTables, Deadline.in(MAKING));
            return database;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static ConnectionsOptions connections(CouponsOptions options) {
        String url = options.url() + (options.url().contains("?") ? "&" : "?") + sessions(options.timeouts());
        return ConnectionsOptions.forServer(url, options.credentials(), options.pool() + 1)
                .with(change -> change.reservedForSystem(1)
                        .systemMax(1)
                        .tenantLimits(TenantLimits.upTo(options.pool()))
                        .naming(DatabaseNaming.prefix(""))
                        .openTimeout(options.timeouts().request())
                        .applicationName("coupons"));
    }

    /** What the server sees to in each session, whatever becomes of us. */
    private static String sessions(Timeouts timeouts) {
        return "options=-c%20lock_timeout%3D" + timeouts.lock().toMillis()
                + "%20-c%20idle_in_transaction_session_timeout%3D"
                + timeouts.idle().toMillis();
    }

    private static void makeTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
        }
    }

    Lease lease(Deadline deadline) throws SQLException {
        return connections.lease(coupons, deadline);
    }

    /** On the connection that coupons can't have. */
    boolean isHealthy(Deadline deadline) {
        try (Lease lease = connections.system(deadline)) {
            return lease.isValid((int) Math.max(1, deadline.remaining().toSeconds()));
        } catch (SQLException e) {
            return false;
        }
    }

    Connections connections() {
        return connections;
    }

    @Override
    public void close() {
        connections.close();
    }
}
