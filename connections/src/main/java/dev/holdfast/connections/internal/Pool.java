package dev.holdfast.connections.internal;

import dev.holdfast.connections.BudgetReport;
import dev.holdfast.connections.Connections;
import dev.holdfast.connections.ConnectionsListener.CloseReason;
import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.connections.HandOver;
import dev.holdfast.connections.LeakStacks;
import dev.holdfast.connections.Lease;
import dev.holdfast.connections.LeasePair;
import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.TenantHandle;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.connections.TenantUnavailable;
import dev.holdfast.connections.Tenants;
import dev.holdfast.connections.internal.budget.Ask;
import dev.holdfast.connections.internal.budget.Event;
import dev.holdfast.connections.internal.budget.Pooled;
import dev.holdfast.connections.spi.Connector;
import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.SlotBudget;
import dev.holdfast.core.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections to one server's databases: what a caller holds, around the {@link Server} that it may share with others. */
public final class Pool implements Connections {
    /** An attempt to open that takes longer is not burning CPU. */
    static final long STALLED_AFTER = TimeUnit.MILLISECONDS.toNanos(250);

    /** How often a platform thread lets others run before it queues. */
    private static final int TURNS = 8;

    /** With {@link LeakStacks#SAMPLED}, the leases of a connection that remember where they were taken: one in so many. */
    private static final int SAMPLE = 64;

    private final ConnectionsOptions options;
    private final boolean strict;
    private final Connector connector;
    private final String serverName;
    private final Server server;
    private final Listeners listeners;
    private final Rotation rotation = new Rotation(this);
    private final LentSlots slots;
    private final Place system;
    private final Directory directory;
    private final BackendGone inquiry;
    private final CredentialSource.Subscription subscription;
    private final AtomicBoolean shut = new AtomicBoolean();

    private Pool(ConnectionsOptions options, Ground ground) {
        this.options = options;
        this.strict = options.handOver() == HandOver.STRICT;
        this.connector = ground.connector();
        this.serverName = ground.serverName();
        this.server = Servers.join(serverName, options);
        this.listeners = new Listeners(options.listener());
        this.slots = new LentSlots(server, options.budget(), options.budget() - options.reservedForSystem());
        int systemMin = 0;
        this.system = Place.system(this, ground.database(), new TenantLimits(systemMin, options.systemMax(), 1));
        this.directory = new Directory(this);
        this.inquiry = new BackendGone(this);
        this.subscription = options.credentials().onChange(rotation::changed);
    }

    /** See {@link Connections#open}. */
    public static Connections open(ConnectionsOptions options) throws SQLException {
        Ground ground = Ground.of(options);
        try {
            return new Pool(options, ground);
        } catch (RuntimeException e) {
            ground.connector().close();
            throw e;
        }
    }

    // --- for those inside

    ConnectionsOptions options() {
        return options;
    }

    boolean isStrict() {
        return strict;
    }

    Connector connector() {
        return connector;
    }

    CredentialSource credentials() {
        return options.credentials();
    }

    Server server() {
        return server;
    }

    Listeners listeners() {
        return listeners;
    }

    Rotation rotation() {
        return rotation;
    }

    BackendGone inquiry() {
        return inquiry;
    }

    String systemDatabase() {
        return system.database();
    }

    Place systemPlace() {
        return system;
    }

    /** All that have been used, the system's too. */
    List<Place> places() {
        return Stream.concat(Stream.of(system), directory.places()).toList();
    }

    boolean isShut() {
        return shut.get();
    }

    /** How long a connection that is opened now may live: up to a quarter less than the maximum, so that not all end together. */
    long lifetime() {
        Duration most = options.maxLifetime();
        return most.isZero()
                ? Long.MAX_VALUE / 4
                : most.toNanos() - ThreadLocalRandom.current().nextLong(most.toNanos() / 4 + 1);
    }

    void emptied(Place place) {
        directory.emptied(place);
    }

    // --- leases

    @Override
    public Lease lease(TenantId tenant) throws SQLException {
        return lease(directory.place(tenant));
    }

    @Override
    public Lease lease(TenantId tenant, Deadline deadline) throws SQLException {
        return lease(directory.place(tenant), deadline);
    }

    @Override
    public Lease system() throws SQLException {
        return lease(system);
    }

    @Override
    public Lease system(Deadline deadline) throws SQLException {
        return lease(system, deadline);
    }

    Lease lease(Place place) throws SQLException {
        Backend idle = (Backend) place.lease();
        return idle != null && idle.isSound()
                ? lend(idle)
                : leaseOrWait(place, idle, Server.now() + options.patience().toNanos());
    }

    Lease lease(Place place, Deadline deadline) throws SQLException {
        Backend idle = (Backend) place.lease();
        return idle != null && idle.isSound()
                ? lend(idle)
                : leaseOrWait(place, idle, Server.now() + deadline.remaining().toNanos());
    }

    /** What isn't sound is looked after: the borrower waits for it, or for the next. */
    private Lease leaseOrWait(Place place, @Nullable Backend first, long deadline) throws SQLException {
        Backend found = first != null ? first : soonOrWait(place, deadline);
        while (!found.isLendable()) {
            if (found.end(found.uses())) {
                server.comesBack(found, Lent.CHANGED);
            }
            found = waitFor(place, deadline);
        }
        return lend(found);
    }

    /**
     * Before it queues at a place that can't grow, a platform thread lets others run a few times: where threads are more than cores,
     * whoever has a connection may only want for its turn to give it back, and to queue would cost a switch of threads for each
     * lease from then on. Nobody is overtaken: while somebody waits, nothing can be had this way. To virtual threads a switch
     * is cheap, and a turn is not.
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on who runs next
    private Backend soonOrWait(Place place, long deadline) throws SQLException {
        int turns = place.isFull() && !Thread.currentThread().isVirtual() ? TURNS : 0;
        for (int turn = 0; turn < turns; turn++) {
            Thread.yield();
            Backend idle = (Backend) place.lease();
            if (idle != null) {
                return idle;
            }
        }
        return waitFor(place, deadline);
    }

    private Backend waitFor(Place place, long deadline) throws SQLException {
        Ask ask = server.await(place, deadline);
        Pooled granted = ask.granted();
        Duration waited = Duration.ofNanos(Server.now() - ask.askedAt());
        if (granted != null) {
            listeners.waited(place.tenant(), waited);
            return (Backend) granted;
        }
        throw refusal(ask, place);
    }

    private SQLException refusal(Ask ask, Place place) {
        SQLException refusal =
                Refusals.of(ask, "connection to " + place.name(), place.tenant(), Reports.budget(server));
        listeners.refused(place.tenant(), refusal);
        return refusal;
    }

    private Lease lend(Backend backend) {
        long stamp = backend.uses();
        Throwable takenAt = isRemembered(stamp) ? new Throwable("the lease was taken here") : null;
        if (takenAt != null || backend.takenAt() != null) {
            backend.takenAt(takenAt);
        }
        return new LeasedConnection(backend, stamp, !strict, takenAt);
    }

    private boolean isRemembered(long stamp) {
        LeakStacks stacks = options.leakStacks();
        return stacks == LeakStacks.FULL || (stacks == LeakStacks.SAMPLED && stamp % SAMPLE == 1);
    }

    @Override
    public LeasePair acquireBoth(TenantId tenant, Deadline deadline) throws SQLException {
        Lease ofTenant = lease(tenant, deadline);
        try {
            return new LeasePair(lease(system, deadline), ofTenant);
        } catch (SQLException | RuntimeException e) {
            ofTenant.close();
            throw e;
        }
    }

    @Override
    public TenantHandle handle(TenantId tenant) {
        return directory.register(tenant);
    }

    // --- as others expect it

    @Override
    public DataSource dataSource(TenantId tenant) {
        return new LeasingDataSource(() -> lease(tenant));
    }

    @Override
    public DataSource systemDataSource() {
        return new LeasingDataSource(this::system);
    }

    @Override
    public DataSource routedDataSource(Supplier<? extends @Nullable TenantId> bound) {
        return new LeasingDataSource(() -> {
            TenantId tenant = bound.get();
            if (tenant == null) {
                throw new TenantUnavailable(
                        null,
                        "no tenant is bound: this data source can't tell whose database is wanted"
                                + "\n  hint: Bind one first, for example with BoundTenant.bind(tenant).",
                        "08003",
                        null);
            }
            return lease(tenant);
        });
    }

    // --- the rest

    @Override
    public Tenants tenants() {
        return directory;
    }

    @Override
    public SlotBudget budget() {
        return slots;
    }

    @Override
    public BudgetReport holders() {
        return Reports.budget(server);
    }

    @Override
    public Statistics statistics() {
        return Figures.of(this, directory, server);
    }

    @Override
    public void close() {
        close(Deadline.in(options.patience()));
    }

    @Override
    public void close(Deadline deadline) {
        if (!shut.compareAndSet(false, true)) {
            return;
        }
        subscription.close();
        directory.closeAll(deadline);
        connector.close();
        Servers.leave(serverName);
    }

    /** Wakes whoever uses a lease of this place; the leases can't be used any more. */
    void cutOff(Place place) {
        server.read(allocator -> allocator.open().stream()
                        .map(Backend.class::cast)
                        .filter(one -> one.place() == place && one.isLeased())
                        .toList())
                .forEach(this::cutOff);
    }

    private void cutOff(Backend backend) {
        backend.suspect();
        backend.abort();
        if (backend.end(backend.uses())) {
            server.tell(new Event.Returning(backend));
            server.tell(new Event.Unfit(backend, CloseReason.CLOSED));
        }
    }
}
