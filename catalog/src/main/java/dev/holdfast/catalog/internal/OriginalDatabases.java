package dev.holdfast.catalog.internal;

import dev.holdfast.connections.Tenants;
import dev.holdfast.core.Identifiers;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Rendezvous;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** How a twin creates and drops databases: under one lock of the server, or with a flaw. Thread-safe. */
final class OriginalDatabases {
    private static final int LANE = 77_001;

    private final TenantGround ground;
    private final OriginalFlaw flaw;
    private final Rendezvous moment = new Rendezvous(2, Duration.ofSeconds(1));

    OriginalDatabases(TenantGround ground, OriginalFlaw flaw) {
        this.ground = ground;
        this.flaw = flaw;
    }

    boolean create(TenantId tenant, Tenants.Contents contents) throws SQLException {
        try (Connection system = ground.openSystem()) {
            return switch (flaw) {
                case CHECKS_THEN_CREATES -> checkThenCreate(system, tenant, contents);
                case TAKES_EXISTING_FOR_READY -> createFirst(system, tenant, contents);
                default -> inLane(system, tenant, contents);
            };
        }
    }

    private boolean inLane(Connection system, TenantId tenant, Tenants.Contents contents) throws SQLException {
        Sql.run(system, "select pg_advisory_lock(" + LANE + ")");
        if (exists(system, tenant)) {
            return false;
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
        try (Connection fresh = ground.open(tenant)) {
            contents.fill(fresh);
        }
    }

    void drop(TenantId tenant) throws SQLException {
        try (Connection system = ground.openSystem()) {
            Sql.run(system, "drop database if exists " + Identifiers.name(ground.databaseOf(tenant)));
        }
    }
}
