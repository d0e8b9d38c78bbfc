package dev.holdfast.catalog.internal;

import dev.holdfast.connections.Tenants.Contents;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.Identifiers;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Rendezvous;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pools that create tenants' databases by themselves, each with one fault. */
final class SuiteCreators {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private SuiteCreators() {}

    abstract static class Creator extends SuiteTwin {
        Creator(SuitePool right, SuitePools.Terms terms) {
            super(right, terms);
        }

        boolean exists(Connection system, TenantId tenant) throws SQLException {
            String sql = "select count(*) from pg_database where datname = ?";
            return Sql.number(system, sql, databaseOf(tenant)) == 1;
        }

        void make(Connection system, TenantId tenant) throws SQLException {
            Sql.run(system, "create database " + Identifiers.name(databaseOf(tenant)));
        }

        void fill(TenantId tenant, Contents contents, Deadline deadline) throws SQLException {
            try (Connection connection = right.lease(tenant, deadline)) {
                contents.fill(connection);
            }
        }
    }

    /** Two look, and both create. */
    static final class Checking extends Creator {
        private final Rendezvous between = new Rendezvous(2, PATIENCE);

        Checking(SuitePool right, SuitePools.Terms terms) {
            super(right, terms);
        }

        @Override
        public boolean create(TenantId tenant, Contents contents, Deadline deadline) throws SQLException {
            try (Connection system = right.system(deadline)) {
                if (exists(system, tenant)) {
                    return false;
                }
                between.meet();
                make(system, tenant);
            }
            fill(tenant, contents, deadline);
            return true;
        }
    }

    /** One creates, and fills when another has already been told that the database is there. */
    static final class Showing extends Creator {
        private final Map<TenantId, CountDownLatch> seen = new ConcurrentHashMap<>();

        Showing(SuitePool right, SuitePools.Terms terms) {
            super(right, terms);
        }

        @Override
        public boolean create(TenantId tenant, Contents contents, Deadline deadline) throws SQLException {
            CountDownLatch mine = new CountDownLatch(3);
            CountDownLatch others = seen.putIfAbsent(tenant, mine);
            if (others != null) {
                awaitThere(tenant, deadline);
                others.countDown();
                return false;
            }
            try (Connection system = right.system(deadline)) {
                make(system, tenant);
            }
            await(mine);
            fill(tenant, contents, deadline);
            return true;
        }

        private void awaitThere(TenantId tenant, Deadline deadline) throws SQLException {
            boolean there = false;
            while (!there && !deadline.passed()) {
                try (Connection system = right.system(deadline)) {
                    there = exists(system, tenant);
                }
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
