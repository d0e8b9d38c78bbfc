package dev.holdfast.catalog.internal;

import dev.holdfast.connections.Tenants;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.Identifiers;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Rendezvous;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** How a twin creates and drops databases: under one lock of the server, or with a flaw. Thread-safe. */
final class OriginalDatabases {
    private static final int LANE = 77_001;

    /** Two may meet. */
    private static final int AT_ONCE = 2;

    private final TenantGround ground;
    private final OriginalFlaw flaw;
    private final Semaphore permits = new Semaphore(AT_ONCE, true);
    private volatile boolean used;
    private final Rendezvous moment = new Rendezvous(2, Duration.ofSeconds(1));

    OriginalDatabases(TenantGround ground, OriginalFlaw flaw) {
        this.ground = ground;
        this.flaw = flaw;
    }

    /** Sessions beside those of the tenants; none until a database is created or dropped. */
    int sessions() {
        return used ? 2 * AT_ONCE : 0;
    }

    boolean create(TenantId tenant, Tenants.Contents contents) throws SQLException {
        return administered(system -> switch (flaw) {
            case CHECKS_THEN_CREATES -> checkThenCreate(system, tenant, contents);
            case TAKES_EXISTING_FOR_READY -> createFirst(system, tenant, contents);
            default -> inLane(system, tenant, contents);
        });
    }

    private interface Work {
        boolean with(Connection system) throws SQLException;
    }

    private boolean administered(Work work) throws SQLException {
        used = true;
        permits.acquireUninterruptibly();
        try {
            return closing(ground.openSystem(), work);
        } finally {
            permits.release();
        }
    }

    /** Returns when the backend is gone. */
    private boolean closing(Connection connection, Work work) throws SQLException {
        long backend = Sql.number(connection, "select pg_backend_pid()");
        try (connection) {
            return work.with(connection);
        } finally {
            OriginalPool.end(connection);
            ground.awaitGone(backend, Deadline.in(TenantTrial.PATIENCE));
        }
    }

    private boolean inLane(Connection system, TenantId tenant, Tenants.Contents contents) throws SQLException {
        Sql.run(system, "select pg_advisory_lock(" + LANE + ")");
        if (exists(system, tenant)) {
            return flaw == OriginalFlaw.TELLS_ALL_THAT_THEY_MADE_IT;
        }
        make(system, tenant);
        fill(tenant, contents);
        return true;
    }

    private boolean checkThenCreate(Connection system, TenantId tenant, Tenants.Contents contents) throws SQLException {
        if (exists(system, tenant)) {
            return false;
        }
        moment.meet();
        make(system, tenant);
        fill(tenant, contents);
        return true;
    }

    /** Whoever comes while the first one fills it finds it there. */
    private boolean createFirst(Connection system, TenantId tenant, Tenants.Contents contents) throws SQLException {
        if (exists(system, tenant)) {
            return false;
        }
        Sql.run(system, "select pg_advisory_lock(" + LANE + ")");
        if (exists(system, tenant)) {
            return false;
        }
        make(system, tenant);
        Sql.run(system, "select pg_advisory_unlock(" + LANE + ")");
        fill(tenant, contents);
        return true;
    }

    private boolean exists(Connection system, TenantId tenant) throws SQLException {
        return Sql.number(system, "select count(*) from pg_database where datname = ?", ground.databaseOf(tenant)) > 0;
    }

    private void make(Connection system, TenantId tenant) throws SQLException {
        Sql.run(system, "create database " + Identifiers.name(ground.databaseOf(tenant)) + " template template0");
    }

    private void fill(TenantId tenant, Tenants.Contents contents) throws SQLException {
        closing(ground.open(tenant), fresh -> {
            contents.fill(fresh);
            return true;
        });
    }

    void drop(TenantId tenant) throws SQLException {
        administered(system -> {
            Sql.run(system, "drop database if exists " + Identifiers.name(ground.databaseOf(tenant)));
            return true;
        });
    }
}
