package dev.holdfast.junit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.Deadline;
import dev.holdfast.junit.Leak;
import dev.holdfast.junit.TestDatabase.Measured;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one lent database from the moment it is lent. A test that leaves nothing costs one round trip, on a connection
 * that is not the test's; only what is left behind is looked at more closely.
 *
 * <p>The lease's own open connection is ours to close: what ends with that session is no leak, except for a transaction,
 * because nobody has decided about it, and a session-level advisory lock.
 *
 * <p>Thread-safe, as long as one thread at a time begins, finds and closes.
 */
public final class LeakWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeakWatch.class);

    /** How long the server is given to see that a client has gone. */
    private static final Duration DYING = Duration.ofSeconds(1);

    private static final int LONGEST_APPLICATION = 63;

    private final ServerProbe probe;
    private final Lease lease;
    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final DataSource tracked;
    private final int warm;
    private final Notes notes = new Notes();
    private final Patience pauses = new Patience();

    /** Connections of our data source that nobody closed, by process. */
    private final Map<Integer, Lent> opened = new ConcurrentHashMap<>();

    /** Those that their borrower closed; the server may not know yet. */
    private final Map<Integer, Lent> dying = new ConcurrentHashMap<>();

    /** Lent by watched pools and not given back. */
    private final Set<Lent> borrowed = ConcurrentHashMap.newKeySet();

    /** Found when a watched connection was given back. */
    private final ConcurrentLinkedQueue<Leak> givenBack = new ConcurrentLinkedQueue<>();

    /** Sessions of our own, which looked at a test's database from inside. */
    private final Set<Integer> ours = ConcurrentHashMap.newKeySet();

    /** What each session had when it was last looked at. */
    @GuardedBy("states")
    private final Map<Connection, SessionState> states = new WeakHashMap<>();

    private volatile Baseline baseline = Baseline.EMPTY;
    private volatile Set<String> ownerless = Set.of();
    private volatile boolean crowded;
    private volatile boolean warmShown;
    private volatile boolean clean;

    /** A pool that was left open must not fill itself again. */
    private volatile boolean closed;

    /** {@link #LeakWatch(ServerProbe, Lease, String, String)} with the server's own probe. */
    public LeakWatch(Lease lease, String jdbcUrl) {
        this(ServerProbe.of(lease.database().server()), lease, jdbcUrl, "holdfast test");
    }

    /**
     * Begins to watch.
     *
     * @param jdbcUrl by which the test reaches the database, perhaps through a proxy
     * @param application what {@code application_name} says of the test's connections; cut to 63 characters
     */
    public LeakWatch(ServerProbe probe, Lease lease, String jdbcUrl, String application) {
        this.probe = probe;
        this.lease = lease;
        this.warm = pid(lease.warm());
        source.setUrl(jdbcUrl);
        source.setUser(lease.role());
        source.setPassword(lease.password());
        source.setApplicationName(plain(application));
        source.setAssumeMinServerVersion("15");
        this.tracked = new WatchedSource(source, this::open);
        begin();
    }

    private static String plain(String application) {
        String ascii = application.replaceAll("[^ -~]", "?");
        return ascii.substring(0, Math.min(LONGEST_APPLICATION, ascii.length()));
    }

    private static int pid(Connection connection) {
        return Wire.pid(Wire.below(connection));
    }

    private void begin() {
        crowded = false;
        try {
            ownerless = probe.begin(this, lease);
        } catch (SQLException e) {
            crowd();
            LOG.debug("what is on the server without an owner is not known", e);
        }
    }

    /** From now on other tests are at work: what has no owner may be theirs. */
    void crowd() {
        crowded = true;
    }

    /**
     * A test begins in a database that other tests have used: what is there now isn't this test's doing. Not needed for a
     * database that was just lent.
     */
    public void beginTest() throws SQLException {
        clean = false;
        givenBack.clear();
        borrowed.clear();
        begin();
        List<Seen> seen = look();
        Set<String> sessions =
                seen.stream().filter(Seen::isSession).map(Seen::sessionKey).collect(Collectors.toSet());
        Set<SessionState.Item> shared = new HashSet<>();
        for (Seen session : seen) {
            ask(session).ifPresent(asked -> {
                remember(asked);
                shared.addAll(asked.state().items());
            });
        }
        Set<String> pools = opened.values().stream()
                .filter(lent -> sessions.contains("SESSION " + lent.pid()))
                .map(lent -> Frames.pool(lent.where()))
                .filter(pool -> !pool.isEmpty())
                .collect(Collectors.toSet());
        Set<String> foreign =
                seen.stream().filter(this::isForeign).map(Seen::name).collect(Collectors.toSet());
        Set<String> keys = seen.stream().map(Seen::key).collect(Collectors.toSet());
        baseline = new Baseline(keys, sessions, pools, foreign, new SessionState(shared), temporary(seen, shared));
    }

    /** What was there when a test began. */
    private record Baseline(
            Set<String> keys,
            Set<String> sessions,
            Set<String> pools,
            Set<String> foreign,
            SessionState shared,
            Set<Temporary> temporary) {
        static final Baseline EMPTY = new Baseline(Set.of(), Set.of(), Set.of(), Set.of(), SessionState.NONE, Set.of());
    }

    private record Temporary(String schema, String name, String type) {}

    /** A session that was asked what it has. */
    private record Answer(Lent lent, Connection session, SessionState state) {}

    /** Reads a session's state, if the session is one that we may ask. */
    private Optional<Answer> ask(Seen seen) {
        Lent lent = lent(seen);
        if (lent == null || lent.isGone() || !seen.isSession() || !seen.isIdle()) {
            return Optional.empty();
        }
        try {
            return ask(lent);
        } catch (SQLException e) {
            LOG.debug("a session did not say what it has", e);
            return Optional.empty();
        }
    }

    private Optional<Answer> ask(Lent lent) throws SQLException {
        Connection session = lent.session();
        return session == null
                ? Optional.empty()
                : Optional.of(new Answer(lent, session, SessionState.of(session, notes.customSettings())));
    }

    private void remember(Answer answer) {
        synchronized (states) {
            states.put(answer.session(), answer.state());
        }
    }

    private SessionState before(@Nullable Connection session) {
        synchronized (states) {
            return states.getOrDefault(session, SessionState.NONE);
        }
    }

    private @Nullable Lent lent(Seen seen) {
        Lent open = opened.get(seen.pid());
        if (open != null) {
            return open;
        }
        return borrowed.stream()
                .filter(lent -> lent.pid() == seen.pid())
                .findFirst()
                .orElse(null);
    }

    private @Nullable Lent borrower(Seen seen) {
        return borrowed.stream()
                .filter(lent -> lent.pid() == seen.pid())
                .findFirst()
                .orElseGet(() -> opened.get(seen.pid()));
    }

    /** A session that isn't through our data source. */
    private boolean isForeign(Seen seen) {
        return seen.isSession()
                && seen.pid() != warm
                && !opened.containsKey(seen.pid())
                && !dying.containsKey(seen.pid());
    }

    /** Opens connections for the test, and remembers who asked. */
    public DataSource dataSource() {
        return tracked;
    }

    private Connection open(Connection connection) throws SQLException {
        clean = false;
        if (closed) {
            connection.close();
            throw new SQLException("the test that had the database " + lease + " is over", "57P03");
        }
        Lent lent = new Lent(connection, notes, this::closing, Wire.TYPES);
        dying.remove(lent.pid());
        opened.put(lent.pid(), lent);
        return lent.shown();
    }

    private void closing(Lent lent) {
        dying.put(lent.pid(), lent);
        opened.remove(lent.pid(), lent);
        pauses.happened();
    }

    /** The lease's warm connection as the test sees it; closing it is the test's right, leaving it open is no leak. */
    public Connection connection() throws SQLException {
        warmShown = true;
        clean = false;
        return lease.warm();
    }

    /**
     * {@code pool}'s connections, looked at when they are given back, which costs a round trip. A transaction that is open
     * then is rolled back.
     */
    public DataSource watched(DataSource pool) {
        return new WatchedSource(pool, this::lend);
    }

    private Connection lend(Connection connection) throws SQLException {
        clean = false;
        Lent lent = new Lent(connection, notes, this::returning, Connection.class);
        Connection session = lent.session();
        if (session != null && isNew(session)) {
            ask(lent).ifPresent(this::remember);
        }
        borrowed.add(lent);
        return lent.shown();
    }

    private boolean isNew(Connection session) {
        synchronized (states) {
            return !states.containsKey(session);
        }
    }

    private void returning(Lent lent) {
        borrowed.remove(lent);
        pauses.happened();
        Connection session = lent.session();
        if (session == null || lent.isGone()) {
            return;
        }
        try {
            inspect(lent, session);
        } catch (SQLException e) {
            LOG.debug("a connection that is given back did not say what it has", e);
        }
    }

    private void inspect(Lent lent, Connection session) throws SQLException {
        Leftovers found = new Leftovers(notes);
        Wire.Transaction transaction = Wire.transaction(session);
        if (transaction != Wire.Transaction.IDLE) {
            found.transactionGivenBack(lent, transaction == Wire.Transaction.FAILED);
            rollBack(lent, session);
        }
        SessionState before = before(session);
        ask(lent).ifPresent(answer -> {
            remember(answer);
            answer.state().since(before).forEach(item -> found.state(lent, item));
        });
        givenBack.addAll(found.leaks());
    }

    /** Through the pool if that works, so that it knows; a transaction begun by BEGIN is none for JDBC. */
    private static void rollBack(Lent lent, Connection session) throws SQLException {
        if (session.getAutoCommit()) {
            Wire.run(session, "ROLLBACK");
        } else {
            lent.delegate().rollback();
        }
    }

    /**
     * What is left, as soon as nothing is, or after {@code patience}. What a watched connection had when it was given back is
     * told each time until another test begins.
     *
     * @throws SQLException if the server doesn't answer
     */
    public List<Leak> find(Duration patience) throws SQLException {
        Deadline deadline = Deadline.in(patience);
        Deadline dead = Deadline.in(patience.compareTo(DYING) > 0 ? patience : DYING);
        while (true) {
            List<Seen> seen = look();
            List<Seen> suspects = seen.stream().filter(this::isSuspect).toList();
            boolean hope = deadline.passed() ? suspects.stream().anyMatch(this::isDying) : !isClean(suspects);
            if (!hope || dead.passed()) {
                return report(seen, suspects);
            }
            pauses.pause(dead);
        }
    }

    private boolean isClean(List<Seen> suspects) {
        return suspects.isEmpty() && borrowed.isEmpty();
    }

    private List<Seen> look() throws SQLException {
        List<Seen> seen = probe.look(lease).stream()
                .filter(thing -> thing.pid() == 0 || !ours.contains(thing.pid()))
                .toList();
        Set<Integer> alive =
                seen.stream().filter(Seen::isSession).map(Seen::pid).collect(Collectors.toSet());
        dying.keySet().retainAll(alive);
        return seen;
    }

    private boolean isDying(Seen seen) {
        return dying.containsKey(seen.pid());
    }

    /** Whether a thing is one that a test leaves behind, unless it is about to go. */
    private boolean isSuspect(Seen seen) {
        if (seen.isSession()) {
            return isSuspectSession(seen);
        }
        return !baseline.keys().contains(seen.key())
                && (seen.what() != Seen.What.UNOWNED || (!crowded && !ownerless.contains(seen.key())));
    }

    private boolean isSuspectSession(Seen session) {
        if (session.isIdleInTransaction()) {
            return !baseline.keys().contains(session.key());
        }
        if (session.pid() == warm) {
            return false;
        }
        boolean known = baseline.sessions().contains(session.sessionKey()) || isOfKnownPool(session);
        return !known || !session.isIdle();
    }

    /** A pool that outlives the test opens connections when it likes. */
    private boolean isOfKnownPool(Seen session) {
        Lent lent = opened.get(session.pid());
        return lent == null
                ? isForeign(session) && baseline.foreign().contains(session.name())
                : baseline.pools().contains(Frames.pool(lent.where()));
    }

    private List<Leak> report(List<Seen> seen, List<Seen> suspects) throws SQLException {
        Leftovers left = new Leftovers(notes);
        for (Seen suspect : attributable(suspects)) {
            tell(left, suspect);
        }
        Set<Integer> present =
                seen.stream().filter(Seen::isSession).map(Seen::pid).collect(Collectors.toSet());
        borrowed.stream().filter(lent -> !present.contains(lent.pid())).forEach(lent -> left.borrowed(null, lent));
        borrowed.stream()
                .filter(lent -> present.contains(lent.pid()))
                .filter(lent ->
                        suspects.stream().noneMatch(suspect -> suspect.isSession() && suspect.pid() == lent.pid()))
                .forEach(lent -> seen.stream()
                        .filter(session -> session.isSession() && session.pid() == lent.pid())
                        .forEach(session -> left.borrowed(session, lent)));
        tellSessions(left, seen);
        List<Leak> all = new ArrayList<>(left.leaks());
        all.addAll(givenBack);
        clean = isUntouched(seen);
        return all;
    }

    /** Whether there is nothing but our own connection: then nothing is to be cleaned up either. */
    private boolean isUntouched(List<Seen> seen) {
        return opened.isEmpty()
                && borrowed.isEmpty()
                && seen.stream()
                        .allMatch(thing -> thing.what() == Seen.What.UNOWNED
                                ? !isSuspect(thing)
                                : thing.isSession() && thing.pid() == warm && thing.isIdle());
    }

    /** Without what may be another process's. */
    private List<Seen> attributable(List<Seen> suspects) throws SQLException {
        if (suspects.stream().noneMatch(Leftovers::hasNoOwner) || !probe.othersAreHere()) {
            return suspects;
        }
        return suspects.stream()
                .filter(suspect -> !Leftovers.hasNoOwner(suspect))
                .toList();
    }

    private void tell(Leftovers left, Seen suspect) {
        switch (suspect.what()) {
            case SESSION -> tellSession(left, suspect);
            case LOCK -> left.lock(suspect, borrower(suspect));
            default -> left.object(suspect);
        }
    }

    private void tellSession(Leftovers left, Seen session) {
        Lent lent = borrower(session);
        Lent closed = dying.get(session.pid());
        if (closed != null) {
            left.undead(session, closed);
        } else if (session.isIdleInTransaction()) {
            left.transaction(session, lent);
        } else if (lent != null && borrowed.contains(lent)) {
            left.borrowed(session, lent);
        } else {
            left.connection(session, lent);
        }
    }

    /** What only sessions themselves know: those that we can ask, and the temporary objects of the others. */
    private void tellSessions(Leftovers left, List<Seen> seen) throws SQLException {
        Set<SessionState.Item> asked = new HashSet<>();
        for (Seen session : seen) {
            ask(session).ifPresent(answer -> {
                asked.addAll(answer.state().items());
                tellState(left, answer);
            });
        }
        Set<Temporary> known = baseline.temporary();
        temporary(seen, asked).stream()
                .filter(object -> !known.contains(object))
                .forEach(object -> left.temporary(object.schema(), object.name(), object.type()));
    }

    /** Locks were told already, by the server. */
    private void tellState(Leftovers left, Answer answer) {
        answer.state().since(before(answer.session())).stream()
                .filter(item -> item.kind() != Leak.Kind.ADVISORY_LOCK && !isPoolsOwn(answer.lent(), item))
                .forEach(item -> left.state(answer.lent(), item));
    }

    /** How a pool prepares its connections, which nobody leaked. */
    private boolean isPoolsOwn(Lent lent, SessionState.Item item) {
        if (item.kind() != Leak.Kind.SETTING) {
            return false;
        }
        Throwable where = notes.last(lent.pid(), Leftovers.word(item.name()));
        return (where != null && Frames.isPoolsOwn(where))
                || (isPooled(lent) && baseline.shared().items().contains(item));
    }

    private static boolean isPooled(Lent lent) {
        return !Frames.pool(lent.where()).isEmpty();
    }

    /** Temporary objects of sessions that can't be asked, from inside the database; empty if there is no such session. */
    private Set<Temporary> temporary(List<Seen> seen, Set<SessionState.Item> asked) throws SQLException {
        boolean any = seen.stream()
                .anyMatch(session -> isForeign(session)
                        && session.database().equals(lease.database().name())
                        && lent(session) == null);
        if (!any) {
            return Set.of();
        }
        Set<Temporary> found = new HashSet<>();
        Set<String> schemas = schemas(asked);
        try (Connection inside = inside();
                Statement statement = inside.createStatement();
                ResultSet rows = statement.executeQuery(Looks.ALL_TEMPORARY)) {
            while (rows.next()) {
                if (!schemas.contains(rows.getString(1))) {
                    found.add(new Temporary(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
        }
        return found;
    }

    /** The temporary schemas of sessions that were asked themselves, and of the lease's own. */
    private Set<String> schemas(Set<SessionState.Item> asked) throws SQLException {
        Set<SessionState.Item> items = new HashSet<>(asked);
        Connection own = Wire.below(lease.warm());
        if (own != null && !own.isClosed() && Wire.transaction(own) == Wire.Transaction.IDLE) {
            items.addAll(SessionState.of(own, Set.of()).items());
        }
        return items.stream()
                .filter(item -> item.kind() == Leak.Kind.TEMPORARY_OBJECT)
                .map(SessionState.Item::origin)
                .collect(Collectors.toSet());
    }

    /** A connection of the administrator to the test's database, which no look counts. */
    private Connection inside() throws SQLException {
        Connection inside = lease.database().connect();
        ours.add(pid(inside));
        return inside;
    }

    /** Sessions in the test's database by state, without our own. */
    public Map<String, Integer> connectionsByState() throws SQLException {
        return probe.connectionsByState(lease.database().name(), unshown());
    }

    private Set<Integer> unshown() {
        Set<Integer> without = new HashSet<>(ours);
        if (!warmShown) {
            without.add(warm);
        }
        return without;
    }

    /** Runs {@code work}, and says what it did to the test's database. */
    public <T> Measured<T> measure(Callable<T> work) throws Exception {
        return new Measurement(probe, lease.database().name(), unshown(), this::sessions, this::settle).of(work);
    }

    /** Until the server knows of all closed connections that they are closed. */
    private void settle() throws SQLException {
        Deadline dead = Deadline.in(DYING);
        while (look().stream().anyMatch(this::isDying) && !dead.passed()) {
            pauses.pause(dead);
        }
    }

    private List<Connection> sessions() {
        List<Connection> sessions = new ArrayList<>();
        Consumer<Lent> add = lent -> {
            Connection session = lent.session();
            if (session != null && !lent.isGone()) {
                sessions.add(session);
            }
        };
        opened.values().forEach(add);
        borrowed.forEach(add);
        return sessions;
    }

    /**
     * Waits until the server accepts connections to the test's database.
     *
     * @throws SQLException the last refusal
     */
    public void awaitReady(Duration limit) throws SQLException {
        probe.awaitReady(lease.database().name(), limit);
    }

    /** Ends what this test left behind, and nothing that was there when it began. */
    public void cleanUp() {
        sweep(this::isSuspect);
        givenBack.clear();
    }

    /** Ends all that was left behind on the server except for its database: connections, slots, databases, roles. */
    @Override
    public void close() {
        closed = true;
        if (!clean) {
            opened.values().forEach(LeakWatch::abort);
            sweep(seen -> seen.what() != Seen.What.UNOWNED || isSuspect(seen));
        }
        probe.end(this);
        borrowed.clear();
        givenBack.clear();
    }

    private static void abort(Lent lent) {
        try {
            Connection session = lent.session();
            if (session != null) {
                session.abort(Runnable::run);
            }
        } catch (SQLException e) {
            LOG.debug("a connection did not let itself be closed", e);
        }
    }

    private void sweep(Predicate<Seen> which) {
        try {
            List<Seen> chosen = look().stream().filter(which).toList();
            new Sweep(probe, lease, warm, this::inside).of(attributable(chosen));
            borrowed.removeIf(Lent::isGone);
        } catch (SQLException e) {
            LOG.warn("what a test left behind could not be removed: {}", e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "watch of " + lease;
    }
}
