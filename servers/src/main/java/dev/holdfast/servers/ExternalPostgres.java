package dev.holdfast.servers;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.AdvisoryLocks;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.Identifiers;
import dev.holdfast.core.Secret;
import dev.holdfast.core.SqlState;
import dev.holdfast.servers.TargetRefused.Reason;
import dev.holdfast.servers.internal.Endpoint;
import dev.holdfast.servers.internal.PostgresVersion;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbcurlresolver.PgPassParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody's server. Only objects named {@code holdfast_<run>_…} are created, changed or dropped on it; {@code <run>} is a
 * random number, and as long as we live, a connection of ours holds the advisory lock ({@link AdvisoryLocks#RUN}, run).
 * Whoever finds such an object whose lock nobody holds may drop it, and every {@link #open} does. Thread-safe.
 */
public final class ExternalPostgres extends AdministeredServer {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalPostgres.class);
    private static final long RETRY_NANOS = Duration.ofMillis(50).toNanos();

    /** Sessions of others: neither in our databases, nor ours by name, nor holding a run's lock. */
    private static final String FOREIGN = """
            SELECT count(*) || ' x ' || coalesce(nullif(application_name, ''), '(no application_name)')
                   || ', user ' || coalesce(usename, '?') || ', database ' || coalesce(datname, '?')
              FROM pg_stat_activity a
             WHERE pid <> pg_backend_pid() AND usesysid IS NOT NULL AND datid IS NOT NULL
               AND coalesce(backend_type, 'client backend') = 'client backend'
               AND application_name <> 'holdfast' AND datname NOT LIKE 'holdfast\\_%'
               AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND locktype = 'advisory' AND classid = {namespace})
             GROUP BY application_name, usename, datname
             ORDER BY count(*) DESC
            """.replace("{namespace}", Integer.toString(AdvisoryLocks.RUN.namespace()));

    /**
     * Objects whose run is over. pg_locks shows the locks of all databases, so that a run that holds its lock in another
     * database counts as alive.
     */
    private static final String DEAD = """
            SELECT kind, name
              FROM (SELECT 'DATABASE' AS kind, datname AS name FROM pg_database UNION ALL SELECT 'ROLE', rolname FROM pg_roles) o
             WHERE name ~ '^holdfast_[0-9a-f]{8}_'
               AND NOT EXISTS (SELECT FROM pg_locks
                                WHERE locktype = 'advisory' AND classid = {namespace} AND objsubid = 2 AND granted
                                  AND lpad(to_hex(objid::bigint), 8, '0') = substr(name, 10, 8))
             ORDER BY kind, name
            """.replace("{namespace}", Integer.toString(AdvisoryLocks.RUN.namespace()));

    private static final String MINE = """
            SELECT 'DATABASE', datname FROM pg_database WHERE datname LIKE 'holdfast\\_{run}\\_%'
            UNION ALL SELECT 'ROLE', rolname FROM pg_roles WHERE rolname LIKE 'holdfast\\_{run}\\_%'
            ORDER BY 1, 2
            """;

    private static final String TEMPLATES =
            "SELECT 'DATABASE', datname FROM pg_database" + " WHERE datname LIKE 'holdfast\\_template\\_%' ORDER BY 2";

    /** Something of ours on the server; databases come before roles, which may own them. */
    private record Thing(Kind kind, String name) {
        enum Kind {
            DATABASE("pg_database", "datname"),
            ROLE("pg_roles", "rolname");

            private final String catalog;
            private final String column;

            Kind(String catalog, String column) {
                this.catalog = catalog;
                this.column = column;
            }
        }

        String exists() {
            return "SELECT count(*) FROM " + kind.catalog + " WHERE " + kind.column + " = " + Identifiers.literal(name);
        }

        @Override
        public String toString() {
            return kind.name().toLowerCase(Locale.ROOT) + " " + name;
        }
    }

    /**
     * What was found of dead runs.
     *
     * @param dropped databases and roles
     * @param left those that could not be dropped, each with the reason
     */
    public record Reaped(List<String> dropped, List<String> left) {
        public Reaped {
            dropped = List.copyOf(dropped);
            left = List.copyOf(left);
        }
    }

    private final Target target;
    private final int run = new SecureRandom().nextInt(1, Integer.MAX_VALUE);
    private final String version;

    /** Holds this run's advisory lock. */
    @GuardedBy("this")
    private Connection lock;

    @GuardedBy("this")
    private boolean closed;

    private ExternalPostgres(Target target, Connection lock) throws SQLException {
        this.target = target;
        this.lock = lock;
        this.version = lock.getMetaData().getDatabaseProductVersion().replaceFirst(" .*", "");
    }

    /**
     * Looks whether the server may be used, says so by holding our lock, and drops what dead runs have left.
     *
     * @throws TargetRefused if it can't be used, or must not
     */
    public static ExternalPostgres open(Target target) {
        Connection first = reach(target);
        try {
            ExternalPostgres server = new ExternalPostgres(target, first);
            server.refuseUnlessUsable(first);
            server.takeLock(first);
            Reaped reaped = server.drop(first, DEAD);
            reaped.left().forEach(object -> LOG.warn("could not drop what a dead run left: {}", object));
            return server;
        } catch (SQLException e) {
            closeQuietly(first);
            throw refusal(target, e);
        } catch (RuntimeException e) {
            closeQuietly(first);
            throw e;
        }
    }

    /**
     * Only drops what dead runs have left.
     *
     * @throws TargetRefused if the server can't be reached
     */
    public static Reaped reap(Target target) {
        try (Connection connection = reach(target)) {
            return new ExternalPostgres(target, connection).drop(connection, DEAD);
        } catch (SQLException e) {
            throw refusal(target, e);
        }
    }

    /**
     * Drops the templates that tests prepared ({@code holdfast_template_…}), which stay from run to run; whoever needs one
     * makes it again.
     *
     * @throws TargetRefused if the server can't be reached
     */
    public static Reaped dropTemplates(Target target) {
        try (Connection connection = reach(target)) {
            return new ExternalPostgres(target, connection).drop(connection, TEMPLATES);
        } catch (SQLException e) {
            throw refusal(target, e);
        }
    }

    private static Connection reach(Target target) {
        Deadline deadline = Deadline.in(target.patience());
        while (true) {
            try {
                return login(target, target.database());
            } catch (SQLException e) {
                TargetRefused refusal = refusal(target, e);
                if (refusal.reason() != Reason.UNREACHABLE
                        || deadline.passed()
                        || Thread.currentThread().isInterrupted()) {
                    throw refusal;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private static Connection login(Target target, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", target.user());
        properties.setProperty("ApplicationName", "holdfast");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        String password = target.password().use(String::new);
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        return DriverManager.getConnection(target.jdbcUrl(database), properties);
    }

    private static TargetRefused refusal(Target target, SQLException e) {
        String state = SqlState.of(e).map(SqlState::code).orElse("");
        String detail =
                target + " as " + target.user() + ": " + e.getMessage() + (state.isEmpty() ? "" : " (" + state + ")");
        return switch (state) {
            case "28P01", "28000", "08004" ->
                new TargetRefused(
                        Reason.LOGIN_REFUSED,
                        "the target refuses the login",
                        detail,
                        "Check user and password (PGUSER, PGPASSWORD), and pg_hba.conf.",
                        e);
            case "3D000" ->
                new TargetRefused(
                        Reason.MISSING_DATABASE,
                        "the target has no database " + target.database(),
                        detail,
                        "Name an existing database in the URL, for example postgres; ours are created beside it.",
                        e);
            case "53300" ->
                new TargetRefused(
                        Reason.TOO_MANY_CONNECTIONS,
                        "the target has no free connection",
                        detail,
                        "Raise max_connections, or end other clients.",
                        e);
            case "", "57P03", "57P01", "57P02" -> unreachable(detail, e);
            default ->
                state.startsWith("08")
                        ? unreachable(detail, e)
                        : new TargetRefused(Reason.OTHER, "the target can't be used", detail, "", e);
        };
    }

    private static TargetRefused unreachable(String detail, SQLException e) {
        return new TargetRefused(
                Reason.UNREACHABLE,
                "the target can't be reached",
                detail,
                "Check host, port and TLS; if it is still starting, give it time with --wait 30s.",
                e);
    }

    private void refuseUnlessUsable(Connection connection) throws SQLException {
        if (majorVersion() < PostgresVersion.OLDEST_MAJOR) {
            throw new TargetRefused(
                    Reason.TOO_OLD,
                    "the target is too old",
                    "It is PostgreSQL " + version + ".",
                    "Use PostgreSQL " + PostgresVersion.OLDEST_MAJOR + " or later.");
        }
        if (majorVersion() > PostgresVersion.NEWEST_TESTED_MAJOR) {
            LOG.warn("PostgreSQL {} is newer than what this release was tested with", version);
        }
        requireRight(connection, "createdb");
        refuseForeignClients(connection);
    }

    private void requireRight(Connection connection, String right) throws SQLException {
        if (!has(connection, right)) {
            throw new TargetRefused(
                    Reason.MISSING_RIGHT,
                    "the target's user lacks the right " + right.toUpperCase(Locale.ROOT),
                    "User " + target.user() + " has neither it nor is a superuser.",
                    "ALTER ROLE " + Identifiers.name(target.user()) + " " + right.toUpperCase(Locale.ROOT) + ";");
        }
    }

    private static boolean has(Connection connection, String right) throws SQLException {
        return one(connection, "SELECT rolsuper OR rol" + right + " FROM pg_roles WHERE rolname = current_user")
                .equals("t");
    }

    private void refuseForeignClients(Connection connection) throws SQLException {
        List<String> foreign = target.shared() ? List.of() : list(connection, FOREIGN);
        if (!foreign.isEmpty()) {
            throw new TargetRefused(
                    Reason.FOREIGN_CLIENTS,
                    "others are connected to the target",
                    String.join("; ", foreign) + ".",
                    "Use a server of your own, or accept that they and we disturb each other: --shared-target.");
        }
    }

    /** Whether scenarios that create roles apply here. */
    public boolean mayCreateRoles() throws SQLException {
        try (Connection connection = connect()) {
            return has(connection, "createrole");
        }
    }

    /**
     * For a use that can't do without roles.
     *
     * @throws TargetRefused if this user may not create them
     */
    public void requireCreateRole() throws SQLException {
        try (Connection connection = connect()) {
            requireRight(connection, "createrole");
        }
    }

    private void takeLock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET idle_session_timeout = 0");
            statement.execute("SELECT pg_advisory_lock(" + AdvisoryLocks.RUN.namespace() + ", " + run + ")");
        }
    }

    /** A fault may have ended the session with our lock; without it, others would take our objects for a dead run's. */
    @Override
    synchronized void beforeCreating() throws SQLException {
        if (closed) {
            throw new IllegalStateException("this use of the target was closed");
        }
        if (!lock.isValid(5)) {
            closeQuietly(lock);
            lock = login(target, target.database());
            takeLock(lock);
        }
    }

    /** Drops what {@code query} names. Several may do that at once: what is gone was dropped, by whomever. */
    private Reaped drop(Connection connection, String query) throws SQLException {
        List<String> dropped = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Thing thing : things(connection, query)) {
            try {
                drop(thing);
                dropped.add(thing.toString());
            } catch (SQLException e) {
                if (one(connection, thing.exists()).equals("0")) {
                    LOG.debug("somebody else dropped the {} meanwhile", thing, e);
                } else {
                    left.add(thing + ": " + e.getMessage() + " (" + e.getSQLState() + ")");
                }
            }
        }
        return new Reaped(dropped, left);
    }

    private static List<Thing> things(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<Thing> things = new ArrayList<>();
            while (rows.next()) {
                things.add(new Thing(Thing.Kind.valueOf(rows.getString(1)), rows.getString(2)));
            }
            return things;
        }
    }

    private void drop(Thing thing) throws SQLException {
        switch (thing.kind()) {
            case DATABASE -> dropDatabase(thing.name());
            case ROLE -> dropRole(thing.name());
        }
    }

    /** What it owns or was granted in the maintenance database goes with it; its own databases are gone already. */
    private void dropRole(String role) throws SQLException {
        String name = Identifiers.name(role);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            try {
                statement.execute("DROP ROLE IF EXISTS " + name);
            } catch (SQLException e) {
                if (!"2BP01".equals(e.getSQLState())) {
                    throw e;
                }
                statement.execute("DROP OWNED BY " + name);
                statement.execute("DROP ROLE " + name);
            }
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        return list(connection, sql).getFirst();
    }

    private static List<String> list(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return strings(statement.executeQuery(sql));
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("close failed", e);
        }
    }

    @Override
    public boolean ours() {
        return false;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String host() {
        return target.host();
    }

    @Override
    public int port() {
        return target.port();
    }

    @Override
    public String user() {
        return target.user();
    }

    @Override
    public Secret password() {
        return target.password();
    }

    @Override
    public Connection connect() throws SQLException {
        return connect(target.database());
    }

    @Override
    public Connection connect(String database) throws SQLException {
        return login(target, database);
    }

    @Override
    WireClient wire(String database, Map<String, String> parameters) throws SQLException {
        Endpoint endpoint = new Endpoint(host(), port(), target.parameters());
        return WireClient.open(endpoint, user(), passwordFor(database), database, parameters);
    }

    /** Where pgjdbc looks if it is given none: {@code PGPASSFILE}, or {@code ~/.pgpass}. */
    private Secret passwordFor(String database) {
        boolean none = password().use(characters -> characters.length == 0);
        String found = none ? PgPassParser.getPassword(host(), Integer.toString(port()), database, user()) : null;
        return found == null ? password() : Secret.of(found);
    }

    @Override
    String run() {
        return String.format(Locale.ROOT, "%08x", run);
    }

    @Override
    String jdbcUrl(String database) {
        return target.jdbcUrl(database);
    }

    /**
     * Drops all databases and roles of this run, and gives up its lock. Calling it again does nothing.
     *
     * @throws ServerFailed if some could not be dropped; a later run does it
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Reaped reaped = dropMine();
            if (!reaped.left().isEmpty()) {
                throw left(String.join("; ", reaped.left()), null);
            }
        } catch (SQLException e) {
            throw left(e.getMessage() + " (" + e.getSQLState() + ")", e);
        } finally {
            closeQuietly(lock);
        }
    }

    private Reaped dropMine() throws SQLException {
        try (Connection connection = connect()) {
            return drop(connection, MINE.replace("{run}", run()));
        }
    }

    private ServerFailed left(String what, @Nullable SQLException cause) {
        String message = "could not drop everything of run " + run() + " on " + target;
        String hint = "The next run there drops it, or ./holdfast clean --target.";
        return cause == null
                ? new ServerFailed(message, what + ".", hint)
                : new ServerFailed(message, what + ".", hint, cause);
    }

    @Override
    public String toString() {
        return "PostgreSQL " + version + " at " + target;
    }
}
