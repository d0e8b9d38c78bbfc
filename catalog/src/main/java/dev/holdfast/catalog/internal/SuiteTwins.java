package dev.holdfast.catalog.internal;

import dev.holdfast.connections.Lease;
import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.Statistics.Part;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.connections.Tenants.Contents;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Pools with one fault each, around pools that are right. What a twin forgets is closed at the end of the trial. */
final class SuiteTwins {
    private SuiteTwins() {}

    /** Puts a fault around a pool. */
    @FunctionalInterface
    private interface Fault {
        SuitePool around(SuitePool right, SuitePools.Terms terms) throws SQLException;
    }

    private static SuitePools twin(SuitePools right, Fault fault) {
        return terms -> fault.around(right.open(terms), terms);
    }

    /** Its end ends nothing. */
    static SuitePools neverClosing(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public void close() {
                assert right != null;
            }
        });
    }

    /** Its end is given up when a tenant's database isn't there any more. */
    static SuitePools givingUpClosing(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            private final Set<TenantId> used = ConcurrentHashMap.newKeySet();

            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                used.add(tenant);
                return right.lease(tenant, deadline);
            }

            @Override
            public void close() {
                if (used.stream().allMatch(this::isThere)) {
                    right.close();
                }
            }

            private boolean isThere(TenantId tenant) {
                try (Connection connection = terms.past(databaseOf(tenant))) {
                    return connection != null;
                } catch (SQLException e) {
                    return false;
                }
            }
        });
    }

    /** Closing a tenant closes nothing. */
    static SuitePools neverClosingTenants(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public void closeTenant(TenantId tenant, Deadline deadline) {
                assert right != null;
            }
        });
    }

    /** Dropping a tenant only closes it. */
    static SuitePools neverDropping(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public void drop(TenantId tenant, Deadline deadline) throws SQLException {
                right.closeTenant(tenant, deadline);
            }
        });
    }

    /** Dropping reports nothing. */
    static SuitePools swallowing(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public void drop(TenantId tenant, Deadline deadline) {
                try {
                    right.drop(tenant, deadline);
                } catch (SQLException e) {
                    assert e != null;
                }
            }
        });
    }

    /** Everybody who creates a tenant is told to have made it. */
    static SuitePools alwaysMade(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public boolean create(TenantId tenant, Contents contents, Deadline deadline) throws SQLException {
                right.create(tenant, contents, deadline);
                return true;
            }
        });
    }

    /** Nobody who creates a tenant is told to have made it. */
    static SuitePools neverMade(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public boolean create(TenantId tenant, Contents contents, Deadline deadline) throws SQLException {
                right.create(tenant, contents, deadline);
                return false;
            }
        });
    }

    /** Opens four more connections for each tenant that comes, to be prepared. */
    static SuitePools hoarding(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            private final Set<TenantId> known = ConcurrentHashMap.newKeySet();
            private final Deque<Connection> hoard = new ConcurrentLinkedDeque<>();

            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                Connection lease = right.lease(tenant, deadline);
                for (int i = known.add(tenant) ? 0 : 4; i < 4; i++) {
                    hoard.add(terms.past(databaseOf(tenant)));
                }
                return lease;
            }

            @Override
            public void closeTenant(TenantId tenant, Deadline deadline) throws SQLException {
                giveUp();
                right.closeTenant(tenant, deadline);
            }

            @Override
            public void close() {
                giveUp();
                right.close();
            }

            private void giveUp() {
                hoard.forEach(SuiteTwins::closeQuietly);
            }
        });
    }

    /** Opens a connection that nobody counts rather than refuse one. */
    static SuitePools neverRefusing(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                try {
                    return right.lease(tenant, deadline);
                } catch (SQLException e) {
                    if (!"53400".equals(e.getSQLState())) {
                        throw e;
                    }
                    return terms.past(databaseOf(tenant));
                }
            }
        });
    }

    /** Opens a connection for every lease, past all limits, and closes it when it comes back. */
    static SuitePools countingNothing(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                return terms.past(databaseOf(tenant));
            }
        });
    }

    /** Lends half of what it may. */
    static SuitePools stingy(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            private final AtomicInteger out = new AtomicInteger();

            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                if (out.incrementAndGet() > terms.budget() / 2) {
                    out.decrementAndGet();
                    throw new SQLException("no connection is free", "53400");
                }
                return lent(right.lease(tenant, deadline), lease -> {
                    out.decrementAndGet();
                    lease.close();
                });
            }
        });
    }

    /** Says of every refusal that something went wrong. */
    static SuitePools masking(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                try {
                    return right.lease(tenant, deadline);
                } catch (SQLException e) {
                    throw new SQLException("something went wrong", "XX000", e);
                }
            }
        });
    }

    /** Every twentieth request isn't woken up when its turn comes. */
    static SuitePools oversleeping(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            private final AtomicInteger requests = new AtomicInteger();

            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                if (requests.incrementAndGet() % 20 == 0) {
                    throw new SQLException("the deadline passed", "53400");
                }
                return right.lease(tenant, deadline);
            }
        });
    }

    /** The system database has no connections of its own: none is left when the tenants have theirs. */
    static SuitePools reservingNothing(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public Connection system(Deadline deadline) throws SQLException {
                if (right.statistics().total().inUse() >= terms.budget() - SuiteTrial.RESERVED) {
                    throw new SQLException("no connection is free", "53400");
                }
                return right.system(deadline);
            }
        });
    }

    /** Once a database wasn't there, it never is. */
    static SuitePools neverForgetting(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            private final Map<TenantId, SQLException> failures = new ConcurrentHashMap<>();

            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                SQLException earlier = failures.get(tenant);
                if (earlier != null) {
                    throw new SQLException(earlier.getMessage(), earlier.getSQLState(), earlier);
                }
                try {
                    return right.lease(tenant, deadline);
                } catch (SQLException e) {
                    failures.put(tenant, e);
                    throw e;
                }
            }
        });
    }

    /** Lends whatever connection there is: to the database of whoever came first. */
    static SuitePools mixingUp(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            private final AtomicReference<TenantId> first = new AtomicReference<>();

            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                TenantId whose = first.updateAndGet(before -> before == null ? tenant : before);
                return right.lease(whose, deadline);
            }
        });
    }

    /** Takes ids for the same that differ in case or in a hyphen. */
    static SuitePools folding(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                return right.lease(folded(tenant), deadline);
            }

            @Override
            public boolean create(TenantId tenant, Contents contents, Deadline deadline) throws SQLException {
                return right.create(folded(tenant), contents, deadline);
            }
        });
    }

    private static TenantId folded(TenantId tenant) {
        return new TenantId(tenant.value().toLowerCase(Locale.ROOT).replace('-', '_'));
    }

    /** Looks for the database, and then creates it, as if nobody came between. */
    static SuitePools checkingThenCreating(SuitePools pools) {
        return twin(pools, SuiteCreators.Checking::new);
    }

    /** Lets others see a database that isn't filled yet. */
    static SuitePools showingTheUnfinished(SuitePools pools) {
        return twin(pools, SuiteCreators.Showing::new);
    }

    /** Closing one pool closes the others that were opened. */
    static SuitePools closingTogether(SuitePools pools) {
        List<SuitePool> siblings = new CopyOnWriteArrayList<>();
        return twin(pools, (right, terms) -> {
            siblings.add(right);
            return new SuiteTwin(right, terms) {
                @Override
                public void close() {
                    siblings.forEach(SuitePool::close);
                }
            };
        });
    }

    /** Hands connections on as they come back, and doesn't ask whether they still live. */
    static SuitePools handingOnAsItIs(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            private final Map<TenantId, Deque<Connection>> kept = new ConcurrentHashMap<>();

            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                Connection idle = keptOf(tenant).pollLast();
                Connection lease = idle == null ? right.lease(tenant, deadline) : idle;
                return lent(lease, keptOf(tenant)::addLast);
            }

            private Deque<Connection> keptOf(TenantId tenant) {
                return kept.computeIfAbsent(tenant, id -> new ConcurrentLinkedDeque<>());
            }

            @Override
            public void close() {
                kept.values().forEach(idle -> idle.forEach(SuiteTwins::closeQuietly));
                right.close();
            }
        });
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            assert e != null; // it may be dead
        }
    }

    /** A lease goes on after its end, on a connection that nobody counts. */
    static SuitePools reviving(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                AtomicReference<Connection> now = new AtomicReference<>(right.lease(tenant, deadline));
                return lent(now::get, lease -> {
                    if (now.compareAndSet(lease, terms.past(databaseOf(tenant)))) {
                        lease.close();
                    }
                });
            }
        });
    }

    /** Never uses a connection twice. */
    static SuitePools openingAnew(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                Connection lease = right.lease(tenant, deadline);
                if (lease instanceof Lease ours) {
                    ours.taint();
                }
                return lease;
            }
        });
    }

    /** Rolls back every fifth lease's work, which was acknowledged. */
    static SuitePools rollingBack(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            private final AtomicInteger leases = new AtomicInteger();

            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                Connection lease = right.lease(tenant, deadline);
                lease.setAutoCommit(leases.incrementAndGet() % 5 != 0);
                return lease;
            }
        });
    }

    /** Three leases that come back in a failed transaction are forgotten. */
    static SuitePools forgettingTheFailed(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            private final AtomicInteger forgotten = new AtomicInteger();

            @Override
            public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
                return lent(right.lease(tenant, deadline), lease -> {
                    if (lease.getAutoCommit() || forgotten.incrementAndGet() > 3) {
                        lease.close();
                    }
                });
            }
        });
    }

    /** Keeps what nobody uses. */
    static SuitePools keepingIdle(SuitePools pools) {
        return terms -> pools.open(terms.idle(Duration.ofMinutes(10)));
    }

    /** Takes no notice of guaranteed minimums. */
    static SuitePools guaranteeingNothing(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public void limit(TenantId tenant, TenantLimits limits) {
                right.limit(tenant, limits.withMin(0));
            }
        });
    }

    /** Counts what it opens, and never what is closed. */
    static SuitePools countingOpensOnly(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public Statistics statistics() {
                Statistics true_ = right.statistics();
                Map<TenantId, Part> tenants = true_.tenants().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> neverClosed(entry.getValue())));
                return new Statistics(true_.budget(), true_.used(), true_.system(), true_.total(), tenants);
            }
        });
    }

    private static Part neverClosed(Part part) {
        return new Part(
                (int) part.opens(),
                part.inUse(),
                part.idle(),
                part.opening(),
                0,
                part.max(),
                part.waiting(),
                part.leases(),
                part.waits(),
                part.waitNanos(),
                part.refused(),
                part.opens(),
                part.openFailures(),
                part.closes(),
                part.stolen(),
                part.leaks());
    }

    /** Counts those who wait among those who have. */
    static SuitePools countingTheWaiting(SuitePools pools) {
        return twin(pools, (right, terms) -> new SuiteTwin(right, terms) {
            @Override
            public Statistics statistics() {
                Statistics seen = right.statistics();
                int used = seen.used() + seen.total().waiting();
                return new Statistics(seen.budget(), used, seen.system(), seen.total(), seen.tenants());
            }
        });
    }
}
