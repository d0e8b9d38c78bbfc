package dev.holdfast.catalog.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.connections.TenantUnavailable;
import dev.holdfast.connections.Tenants;
import dev.holdfast.core.Credential;
import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Rendezvous;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A manager of many tenants' pools, in the design of a service that had several races: a map of pools, a capacity to be checked
 * before another is made, and the least recently used one closed when there is no room. Repaired, a pool reserves what it may
 * open and is closed only when nobody has been given it; then each {@link OriginalFlaw} breaks one of the repairs, and where
 * that takes two threads at the right moment, they meet there. Thread-safe.
 */
public final class OriginalManager implements TenantSource {
    private static final Duration MEETING = Duration.ofSeconds(2);
    private static final Duration PING = Duration.ofMillis(50);

    private final TenantGround ground;
    private final TenantSettings settings;
    private final OriginalFlaw flaw;
    private final OriginalDatabases databases;
    private final Semaphore logins;
    private final CredentialSource.Subscription subscription;

    /** What new connections log in with. */
    private volatile Credential using;

    /** Whether there was a login of no tenant to try a credential. */
    private volatile boolean tried;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** In the order of use. */
    @GuardedBy("lock")
    private final Map<TenantId, OriginalPool> pools = new LinkedHashMap<>(16, 0.75f, true);

    /** How many have been given a pool and not come back. */
    @GuardedBy("lock")
    private final Map<OriginalPool, Integer> users = new HashMap<>();

    @GuardedBy("lock")
    private final Set<TenantId> fenced = new HashSet<>();

    @GuardedBy("lock")
    private boolean closed;

    private final Set<TenantId> known = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong opens = new AtomicLong();
    private final AtomicLong stolen = new AtomicLong();
    private final Queue<Throwable> openFailures = new ConcurrentLinkedQueue<>();
    private final Rendezvous moment = new Rendezvous(2, MEETING);
    private final AtomicBoolean armed = new AtomicBoolean(true);
    private final AtomicBoolean evicted = new AtomicBoolean();
    private final AtomicInteger roomMakers = new AtomicInteger();

    @GuardedBy("lock")
    private boolean toldThatItIsFull;

    private OriginalManager(TenantGround ground, TenantSettings settings, OriginalFlaw flaw) {
        this.ground = ground;
        this.settings = settings;
        this.flaw = flaw;
        this.logins =
                new Semaphore(is(OriginalFlaw.LOGS_IN_AT_WILL) ? Integer.MAX_VALUE : settings.loginsAtOnce(), true);
        this.using = ground.credentials().current();
        this.subscription =
                ground.credentials().onChange(() -> Thread.ofVirtual().start(this::rotate));
        this.databases = new OriginalDatabases(ground, flaw);
    }

    static Maker with(OriginalFlaw flaw) {
        return (ground, settings) -> new OriginalManager(ground, settings, flaw);
    }

    private boolean is(OriginalFlaw one) {
        return flaw == one;
    }

    @Override
    public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
        OriginalPool pool = find(tenant, deadline);
        if (is(OriginalFlaw.EVICTS_WHAT_IS_ABOUT_TO_BE_USED) && armed.compareAndSet(true, false)) {
            moment.meet();
        }
        if (is(OriginalFlaw.REPLACES_BUSY_POOLS) && !answers(pool)) {
            replace(pool);
            return lease(tenant, deadline);
        }
        try {
            OriginalPool.Physical physical = pool.take(deadline);
            return OriginalLease.of(physical.jdbc(), broken -> {
                pool.giveBack(physical, broken);
                left(pool);
            });
        } catch (SQLException e) {
            left(pool);
            throw e;
        }
    }

    /** The tenant's pool, which the caller must {@linkplain #left leave} again. */
    private OriginalPool find(TenantId tenant, Deadline deadline) throws SQLException {
        lock.lock();
        try {
            while (true) {
                refuseIfFenced(tenant);
                OriginalPool there = pools.get(tenant);
                if (there != null) {
                    return used(there);
                }
                Optional<OriginalPool> made = hasRoom() ? Optional.of(make(tenant)) : makeRoom(tenant);
                if (made.isPresent()) {
                    return used(made.get());
                }
                if (!hasRoom()) {
                    await(deadline);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void refuseIfFenced(TenantId tenant) throws TenantUnavailable {
        if (closed || (fenced.contains(tenant) && !is(OriginalFlaw.FORGETS_THE_FENCE))) {
            throw new TenantUnavailable(tenant, "tenant " + tenant + " is closed", "08003", null);
        }
    }

    @GuardedBy("lock")
    private OriginalPool used(OriginalPool pool) {
        users.merge(pool, 1, Integer::sum);
        return pool;
    }

    private void left(OriginalPool pool) {
        lock.lock();
        try {
            users.merge(pool, -1, Integer::sum);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean hasRoom() {
        if (is(OriginalFlaw.IGNORES_THE_BUDGET)) {
            return true;
        }
        int used = countsOpen()
                ? pools.values().stream().mapToInt(OriginalPool::open).sum()
                : pools.size() * settings.perTenant();
        return used + settings.perTenant() <= settings.slots();
    }

    private boolean countsOpen() {
        return is(OriginalFlaw.COUNTS_WHAT_IS_OPEN) || is(OriginalFlaw.EVICTS_AT_EACH_TRY);
    }

    @GuardedBy("lock")
    private OriginalPool make(TenantId tenant) throws SQLException {
        known.add(tenant);
        OriginalPool pool = new OriginalPool(ground, tenant, settings.perTenant(), flaw, new Watching());
        pools.put(tenant, pool);
        if (is(OriginalFlaw.OPENS_UNDER_ITS_LOCK)) {
            pool.warm();
        }
        for (int i = 0; is(OriginalFlaw.FILLS_ITS_POOLS) && i < settings.perTenant(); i++) {
            pool.warm();
        }
        return pool;
    }

    private final class Watching implements OriginalPool.Watcher {
        @Override
        public Semaphore logins() {
            return logins;
        }

        @Override
        public Credential credential() {
            return using;
        }

        @Override
        public void opened() {
            opens.incrementAndGet();
        }

        @Override
        public void openFailed(SQLException cause) {
            openFailures.add(cause);
        }

        @Override
        public void released() {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Evicts; a pool only where that comes with one. */
    @GuardedBy("lock")
    private Optional<OriginalPool> makeRoom(TenantId tenant) throws SQLException {
        if (is(OriginalFlaw.TRIES_THE_SERVER) && !toldThatItIsFull) {
            oneMore(tenant);
        }
        boolean looksOnce = is(OriginalFlaw.MAKES_A_SECOND_POOL) && roomMakers.incrementAndGet() <= 2;
        if (looksOnce) {
            meetUnlocked();
        }
        Optional<OriginalPool> victim = victim();
        if (victim.isEmpty()) {
            return is(OriginalFlaw.LENDS_ANOTHERS) ? anothers() : Optional.empty();
        }
        if (is(OriginalFlaw.LENDS_ANOTHERS)) {
            return victim;
        }
        evict(victim.get());
        if (looksOnce && hasRoom()) {
            return Optional.of(make(tenant));
        }
        if (is(OriginalFlaw.EVICTS_AT_EACH_TRY) && !hasRoom()) {
            throw OriginalPool.refused("no room for another tenant");
        }
        return Optional.empty();
    }

    /** A login beyond the budget, when all of it is in use. */
    @GuardedBy("lock")
    private void oneMore(TenantId tenant) throws SQLException {
        if (ground.sessions() < budget()) {
            return;
        }
        try {
            ground.open(tenant).close();
        } catch (SQLException full) {
            toldThatItIsFull = true;
            openFailures.add(full);
        }
    }

    @GuardedBy("lock")
    private Optional<OriginalPool> anothers() {
        return pools.values().stream().filter(pool -> pool.idle() > 0).findFirst();
    }

    @GuardedBy("lock")
    private Optional<OriginalPool> victim() {
        for (OriginalPool pool : pools.values()) {
            if (evictable(pool)) {
                return Optional.of(pool);
            }
        }
        return Optional.empty();
    }

    @GuardedBy("lock")
    private boolean evictable(OriginalPool pool) {
        boolean used =
                is(OriginalFlaw.EVICTS_WHAT_IS_ABOUT_TO_BE_USED) ? pool.inUse() > 0 : users.getOrDefault(pool, 0) > 0;
        boolean kept = is(OriginalFlaw.NEVER_EVICTS) || (is(OriginalFlaw.KEEPS_ZOMBIES) && pool.open() == 0);
        return !used && !kept;
    }

    @GuardedBy("lock")
    private void evict(OriginalPool victim) {
        pools.remove(victim.tenant());
        users.remove(victim);
        int open = victim.open();
        victim.close(false);
        stolen.addAndGet(open);
        if (is(OriginalFlaw.EVICTS_WHAT_IS_ABOUT_TO_BE_USED) && evicted.compareAndSet(false, true)) {
            moment.meet();
        }
    }

    /** Where two have seen that there is no room, and neither has made any. */
    @GuardedBy("lock")
    private void meetUnlocked() {
        lock.unlock();
        try {
            moment.meet();
        } finally {
            lock.lock();
        }
    }

    @GuardedBy("lock")
    @SuppressWarnings("WaitNotInLoop") // the callers loop
    private void await(Deadline deadline) throws SQLException {
        waiting.incrementAndGet();
        try {
            if (deadline.passed()) {
                throw OriginalPool.refused("no room for another tenant");
            }
            changed.await(Math.min(deadline.remaining().toNanos(), 20_000_000), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OriginalPool.refused("interrupted");
        } finally {
            waiting.decrementAndGet();
        }
    }

    private boolean answers(OriginalPool pool) {
        try {
            OriginalPool.Physical physical = pool.take(Deadline.in(PING));
            pool.giveBack(physical, false);
            return true;
        } catch (SQLException busy) {
            return false;
        }
    }

    private void replace(OriginalPool pool) {
        left(pool);
        lock.lock();
        try {
            pools.remove(pool.tenant(), pool);
        } finally {
            lock.unlock();
        }
        pool.close(true);
    }

    private void rotate() {
        Credential next = ground.credentials().current();
        if (is(OriginalFlaw.RETIRES_WHEN_TOLD)) {
            retireBefore(next);
        }
        if (!is(OriginalFlaw.BREAKS_BEFORE_IT_MAKES) && !works(next)) {
            return;
        }
        using = next;
        if (!is(OriginalFlaw.KEEPS_OLD_SESSIONS)) {
            retireBefore(next);
        }
    }

    private void retireBefore(Credential next) {
        pools().forEach(pool -> pool.retire(next.generation()));
    }

    private boolean works(Credential next) {
        tried = true;
        try (Connection trial = ground.openSystem(next)) {
            return trial.isValid(2);
        } catch (SQLException e) {
            openFailures.add(e);
            return false;
        }
    }

    @Override
    public void register(TenantId tenant) throws SQLException {
        known.add(tenant);
        if (is(OriginalFlaw.OPENS_WHEN_REGISTERED)) {
            lease(tenant, Deadline.in(MEETING)).close();
        }
        if (is(OriginalFlaw.STARTS_THREADS)) {
            Thread.ofPlatform().daemon().name("housekeeper of " + tenant).start(this::keepHouse);
        }
    }

    /** There is nothing to do, and a thread of its own to do it. */
    private void keepHouse() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int registered() {
        return known.size();
    }

    @Override
    public boolean create(TenantId tenant, Tenants.Contents contents, Deadline deadline) throws SQLException {
        return databases.create(tenant, contents);
    }

    @Override
    public void close(TenantId tenant, Deadline deadline) throws SQLException {
        Optional<OriginalPool> pool = fence(tenant);
        if (pool.isPresent()) {
            boolean drained = is(OriginalFlaw.KILLS_AT_CLOSE) || drained(pool.get(), deadline);
            if (!is(OriginalFlaw.LEAVES_IDLE_AT_CLOSE)) {
                pool.get().close(!drained || is(OriginalFlaw.KILLS_AT_CLOSE));
                forget(pool.get());
            }
        }
    }

    private Optional<OriginalPool> fence(TenantId tenant) {
        lock.lock();
        try {
            fenced.add(tenant);
            return Optional.ofNullable(pools.get(tenant));
        } finally {
            lock.unlock();
        }
    }

    private boolean drained(OriginalPool pool, Deadline deadline) throws SQLException {
        lock.lock();
        try {
            while (users.getOrDefault(pool, 0) > 0) {
                if (deadline.passed()) {
                    return false;
                }
                await(deadline);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void forget(OriginalPool pool) {
        lock.lock();
        try {
            pools.remove(pool.tenant(), pool);
            users.remove(pool);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void drop(TenantId tenant, Deadline deadline) throws SQLException {
        close(tenant, deadline);
        if (is(OriginalFlaw.FORGETS_THE_FENCE)) {
            awaitSomebodyInside(tenant);
        }
        databases.drop(tenant);
        if (!is(OriginalFlaw.REMEMBERS_THE_DROPPED)) {
            known.remove(tenant);
        }
    }

    /** Whom the fence would have kept out. */
    private void awaitSomebodyInside(TenantId tenant) throws SQLException {
        Deadline deadline = Deadline.in(MEETING);
        while (ground.sessionsOf(tenant) == 0 && !deadline.passed()) {
            Thread.onSpinWait();
        }
    }

    @Override
    public boolean ready(TenantId tenant) {
        lock.lock();
        try {
            return !closed && !fenced.contains(tenant);
        } finally {
            lock.unlock();
        }
    }

    /** Closes all idle connections, as when their time is over. */
    @Override
    public boolean awaitIdleClosed(Deadline deadline) {
        pools().forEach(OriginalPool::reap);
        return figures().idle() == 0;
    }

    private List<OriginalPool> pools() {
        lock.lock();
        try {
            return List.copyOf(pools.values());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int budget() {
        return settings.slots() + databases.sessions() + (tried ? 1 : 0);
    }

    @Override
    public Figures figures() {
        List<OriginalPool> all = pools();
        int idle = all.stream().mapToInt(OriginalPool::idle).sum();
        int queued = all.stream().mapToInt(pool -> pool.counts().waiting()).sum();
        return new Figures(idle, queued + waiting.get(), opens.get(), stolen.get());
    }

    @Override
    public List<Throwable> openFailures() {
        return List.copyOf(openFailures);
    }

    @Override
    public void close() {
        over.countDown();
        subscription.close();
        List<OriginalPool> all = pools();
        lock.lock();
        try {
            closed = true;
            pools.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!is(OriginalFlaw.LEAVES_OPEN)) {
            all.forEach(pool -> pool.close(true));
        }
    }
}
