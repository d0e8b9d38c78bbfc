package dev.holdfast.connections.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.connections.DatabaseNaming;
import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.TenantHandle;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.connections.TenantState;
import dev.holdfast.connections.TenantUnavailable;
import dev.holdfast.connections.Tenants;
import dev.holdfast.connections.internal.budget.Event;
import dev.holdfast.connections.internal.budget.Views;
import dev.holdfast.connections.spi.Attempt;
import dev.holdfast.connections.spi.PhysicalConnection;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.SlotBudget;
import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of a pool. One that nobody has used yet is an entry with its limits; with its first lease it gets a
 * {@link Place}. Lock order: {@link #lock}, then the server's.
 */
final class Directory implements Tenants {
    private static final Duration CUT_OFF_PATIENCE = Duration.ofSeconds(5);

    private final Pool pool;
    private final DatabaseNaming naming;
    private final ConcurrentHashMap<TenantId, Object> known = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Counters of tenants that were dropped. */
    private volatile Statistics.Part gone = Figures.NOTHING;

    /** Tenants that aren't ready. */
    @GuardedBy("lock")
    private final Map<Place, TenantState> states = new HashMap<>();

    /** Databases that are being made or dropped. */
    @GuardedBy("lock")
    private final Set<String> busy = new HashSet<>();

    Directory(Pool pool) {
        this.pool = pool;
        this.naming = pool.options().naming();
    }

    // --- looking up

    /** The tenant's place, made if need be. */
    Place place(TenantId tenant) throws TenantUnavailable {
        if (known.get(tenant) instanceof Place place) {
            return place;
        }
        if (pool.isShut()) {
            throw new TenantUnavailable(tenant, "these connections are closed", "08003", null);
        }
        if (pool.options().registeredOnly() && !known.containsKey(tenant)) {
            throw new TenantUnavailable(
                    tenant,
                    "tenant " + tenant + " is not registered\n  hint: Call tenants().register first.",
                    "08003",
                    null);
        }
        return make(tenant);
    }

    private Place make(TenantId tenant) {
        return (Place) known.compute(tenant, (id, before) -> before instanceof Place ? before : place(id, before));
    }

    private Place place(TenantId tenant, @Nullable Object limits) {
        Place place = Place.tenant(
                pool,
                tenant,
                databaseOf(tenant),
                limits instanceof TenantLimits own ? own : pool.options().tenantLimits());
        if (pool.isShut()) {
            pool.server().tell(new Event.Shut(place, closed(place)));
        }
        return place;
    }

    private String databaseOf(TenantId tenant) {
        return DatabaseName.checked(naming.databaseOf(tenant), Set.of(pool.systemDatabase()));
    }

    /** Makes a tenant known, with the usual limits unless it has its own. */
    TenantHandle register(TenantId tenant) {
        if (!known.containsKey(tenant)) {
            databaseOf(tenant);
            known.putIfAbsent(tenant, pool.options().tenantLimits());
        }
        return new LazyHandle(pool, this, tenant);
    }

    Statistics.Part gone() {
        return gone;
    }

    Stream<Place> places() {
        return known.values().stream().filter(Place.class::isInstance).map(Place.class::cast);
    }

    @Override
    public TenantHandle register(TenantId tenant, TenantLimits limits) {
        checkLimits(limits);
        databaseOf(tenant);
        TenantLimits shared =
                limits.equals(pool.options().tenantLimits()) ? pool.options().tenantLimits() : limits;
        Object entry = known.compute(tenant, (id, before) -> before instanceof Place ? before : shared);
        if (entry instanceof Place place) {
            pool.server().tell(new Event.Limited(place, limits));
        } else if (limits.min() > 0) {
            pool.server().tell(new Event.Limited(make(tenant), limits));
            pool.server().stir();
        }
        return new LazyHandle(pool, this, tenant);
    }

    private void checkLimits(TenantLimits limits) {
        int forTenants = pool.options().budget() - pool.options().reservedForSystem();
        int minimums = pool.server().read(allocator -> allocator.minimums()) + limits.min();
        if (limits.max() > forTenants) {
            throw new InvalidOption(
                    "a tenant's maximum is above what the budget leaves for tenants",
                    "max " + limits.max() + " was given; " + forTenants + " are left.",
                    "Write a maximum of at most " + forTenants + ", or a larger budget.");
        }
        if (limits.min() > 0 && minimums > forTenants) {
            throw new InvalidOption(
                    "the tenants' minimums are above the budget",
                    "With this one they are " + minimums + "; " + forTenants + " are left for tenants.",
                    "Lower minimums, or raise the budget.");
        }
    }

    @Override
    public void limit(TenantId tenant, TenantLimits limits) {
        existing(tenant);
        register(tenant, limits);
    }

    private Object existing(TenantId tenant) {
        Object entry = known.get(tenant);
        if (entry == null) {
            throw new InvalidOption(
                    "no such tenant", "Tenant " + tenant + " is not registered.", "Call tenants().register first.");
        }
        return entry;
    }

    @Override
    public TenantLimits limits(TenantId tenant) {
        return existing(tenant) instanceof Place place
                ? pool.server().read(allocator -> allocator.limitsOf(place))
                : (TenantLimits) existing(tenant);
    }

    @Override
    public Set<TenantId> registered() {
        return Set.copyOf(known.keySet());
    }

    // --- states

    @Override
    public TenantState state(TenantId tenant) {
        Object entry = known.get(tenant);
        if (entry == null) {
            return new TenantState.Dropped();
        }
        return entry instanceof Place place ? stateOf(place) : new TenantState.Ready();
    }

    private TenantState stateOf(Place place) {
        lock.lock();
        try {
            return states.getOrDefault(place, new TenantState.Ready());
        } finally {
            lock.unlock();
        }
    }

    /** The one way from state to state. */
    private TenantState move(Place place, TenantLife.Event event) {
        lock.lock();
        try {
            TenantState next = TenantLife.next(stateOf(place), event);
            if (next instanceof TenantState.Ready) {
                states.remove(place);
            } else {
                states.put(place, next);
            }
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private static TenantUnavailable closed(Place place) {
        return new TenantUnavailable(
                place.tenant(), place.name() + " takes no new leases: it is draining or closed", "08003", null);
    }

    /** Called when a place that takes no requests has no slots any more. */
    void emptied(Place place) {
        lock.lock();
        try {
            if (stateOf(place) instanceof TenantState.Draining) {
                move(place, new TenantLife.Event.AllGone());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean drain(TenantId tenant, Deadline deadline) throws SQLException {
        return drain(make(tenant), deadline);
    }

    private boolean drain(Place place, Deadline deadline) throws SQLException {
        if (move(place, new TenantLife.Event.Drain()) instanceof TenantState.Draining) {
            pool.server().tell(new Event.Shut(place, closed(place)));
        }
        return awaitClosed(place, deadline);
    }

    private boolean awaitClosed(Place place, Deadline deadline) throws SQLException {
        lock.lock();
        try {
            while (stateOf(place) instanceof TenantState.Draining && !deadline.passed()) {
                boolean unused = changed.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            }
            return !(stateOf(place) instanceof TenantState.Draining);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while " + place.name() + " drains; it goes on", "57014", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close(TenantId tenant, Deadline deadline) throws SQLException {
        close(make(tenant), deadline);
    }

    private void close(Place place, Deadline deadline) throws SQLException {
        if (!drain(place, deadline)) {
            pool.cutOff(place);
            if (!awaitClosed(place, Deadline.in(CUT_OFF_PATIENCE))) {
                throw new SQLException(
                        "the backends of " + place.name() + " don't end: " + Reports.budget(pool.server()), "08000");
            }
        }
    }

    @Override
    public void reopen(TenantId tenant) {
        Place place = make(tenant);
        move(place, new TenantLife.Event.Reopen());
        pool.server().tell(new Event.Reopened(place));
    }

    // --- databases

    @Override
    public boolean create(TenantId tenant, Contents contents, Deadline deadline) throws SQLException {
        String database = databaseOf(tenant);
        boolean made = alone(database, deadline, () -> {
            try (Connection system = pool.system(deadline)) {
                return new TenantDatabases(system, name -> dial(name, deadline)).create(database, contents, deadline);
            }
        });
        if (known.get(tenant) instanceof Place place) {
            pool.server().tell(new Event.Forgiven(List.of(place)));
        }
        return made;
    }

    /** Work on a tenant's database. */
    private interface Work<T> {
        T run() throws SQLException;
    }

    /**
     * One at a time for each database in this JVM: those who wait for another process hold a connection to the system database,
     * and need not all do so.
     */
    private <T> T alone(String database, Deadline deadline, Work<T> work) throws SQLException {
        enter(database, deadline);
        try {
            return work.run();
        } finally {
            leave(database);
        }
    }

    private void enter(String database, Deadline deadline) throws SQLException {
        lock.lock();
        try {
            while (!busy.add(database)) {
                if (!changed.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new SQLTimeoutException(
                            "database \"" + database + "\" is still being made or dropped by another thread", "55P03");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException(
                    "interrupted while database \"" + database + "\" is being made or dropped", "57014", e);
        } finally {
            lock.unlock();
        }
    }

    private void leave(String database) {
        lock.lock();
        try {
            busy.remove(database);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A connection of its own, on a slot of the budget; its backend is gone when it has been closed. */
    private Connection dial(String database, Deadline deadline) throws SQLException {
        SlotBudget.Slot slot = pool.budget().take("contents of " + database, deadline);
        try {
            PhysicalConnection physical = pool.connector()
                    .connect(new Attempt(database, pool.credentials().current()));
            long openedAt = Server.now();
            return OwnConnection.of(physical, () -> {
                Trips.end(pool, physical, openedAt);
                slot.close();
            });
        } catch (SQLException | RuntimeException e) {
            slot.close();
            throw e;
        }
    }

    @Override
    public void drop(TenantId tenant, Deadline deadline) throws SQLException {
        Place place = make(tenant);
        close(place, deadline);
        move(place, new TenantLife.Event.Drop());
        try {
            alone(place.database(), deadline, () -> {
                dropDatabase(place.database(), deadline);
                return true;
            });
        } catch (SQLException | RuntimeException e) {
            move(place, new TenantLife.Event.DropFailed());
            throw e;
        }
        known.remove(tenant, place);
        forget(place);
    }

    private void dropDatabase(String database, Deadline deadline) throws SQLException {
        try (Connection system = pool.system(deadline)) {
            new TenantDatabases(system, name -> dial(name, deadline)).drop(database, deadline);
        }
    }

    /** What was dropped is only counted. */
    private void forget(Place place) {
        lock.lock();
        try {
            move(place, new TenantLife.Event.DropDone());
            states.remove(place);
            gone = Figures.sum(gone, pool.server().read(allocator -> Figures.counters(Views.of(place))));
        } finally {
            lock.unlock();
        }
    }

    // --- the end

    /** Shuts all places at once, and waits for them together; the system database's too. */
    void closeAll(Deadline deadline) {
        List<Place> all = new ArrayList<>(places().toList());
        all.add(pool.systemPlace());
        for (Place place : all) {
            if (!(stateOf(place) instanceof TenantState.Ready)) {
                continue;
            }
            move(place, new TenantLife.Event.Drain());
            pool.server().tell(new Event.Shut(place, closed(place)));
        }
        for (Place place : all) {
            closeQuietly(place, deadline);
        }
    }

    private void closeQuietly(Place place, Deadline deadline) {
        try {
            close(place, deadline);
        } catch (SQLException | IllegalStateException e) {
            pool.listeners().closeFailed(place, e);
        }
    }
}
