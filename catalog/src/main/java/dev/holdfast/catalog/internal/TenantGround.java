package dev.holdfast.catalog.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.Credential;
import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.Identifiers;
import dev.holdfast.core.Secret;
import dev.holdfast.core.SqlState;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Stage;
import dev.holdfast.scenarios.internal.Sql;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.PostgresServer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What tenants' connections lead to: databases, and a role of the trial alone by which its sessions are told from all others.
 * Tenants {@code t0}, {@code t1}, ... are spread over the databases. Thread-safe.
 */
public final class TenantGround implements AutoCloseable {
    private static final AtomicLong TRIALS = new AtomicLong();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String OURS =
            " from pg_stat_activity where usename ~ ('^' || ?::text || '(_2)?$') and coalesce(backend_type, 'client backend') = 'client backend'";

    private final Stage stage;
    private final PostgresServer server;
    private final Database system;
    private final String role;
    private final Secret password;
    private final ChangingCredentials credentials;
    private final List<Database> spread;
    private final Map<TenantId, Database> own = new ConcurrentHashMap<>();

    private volatile String workingRole;

    @GuardedBy("this")
    private @Nullable Connection keeper;

    private TenantGround(Stage stage, PostgresServer server, Database system, List<Database> spread) {
        this.stage = stage;
        this.server = server;
        this.system = system;
        this.spread = spread;
        this.role = server.nameFor("tenants" + TRIALS.incrementAndGet());
        this.password = randomPassword();
        this.credentials = new ChangingCredentials(role, password);
        this.workingRole = role;
    }

    private static Secret randomPassword() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return Secret.of(HexFormat.of().formatHex(random));
    }

    /** All tenants in one database, which is cheap; {@link #separate} gives one of its own to whom it matters. */
    static TenantGround on(Stage stage) throws SQLException {
        return on(stage, 1);
    }

    /** Tenants in as many databases as are asked for. */
    static TenantGround on(Stage stage, int databases) throws SQLException {
        List<Database> spread = new java.util.ArrayList<>();
        for (int i = 0; i < databases; i++) {
            Database database = stage.server().createDatabase("tenant" + i);
            stage.closeLater(database);
            spread.add(database);
        }
        return ready(stage, new TenantGround(stage, stage.server(), stage.database(), List.copyOf(spread)));
    }

    /** On a server of the trial's own, which may be harmed. */
    static TenantGround own(Stage stage) throws SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.start(
                EmbeddedOptions.defaults().withVersion(stage.server().version()).withMaxConnections(40));
        stage.closeLater(server);
        Database system = server.createDatabase("system");
        Database database = server.createDatabase("tenants");
        return ready(stage, new TenantGround(stage, server, system, List.of(database)));
    }

    private static TenantGround ready(Stage stage, TenantGround ground) throws SQLException {
        stage.closeLater(ground);
        ground.createRole();
        return ground;
    }

    private void createRole() throws SQLException {
        ask("create role " + name() + " login createdb password " + quoted(password));
        ask("grant " + name() + " to current_user");
        try (Connection admin = system.connect()) {
            Sql.run(admin, "grant create on schema public to " + name());
        }
    }

    private static String quoted(Secret secret) {
        return secret.use(characters -> Identifiers.literal(new String(characters)));
    }

    private String name() {
        return Identifiers.name(role);
    }

    private String secondRole() {
        return role + "_2";
    }

    /** The role to which the credential can change. Its sessions are counted with the others. */
    void createSecondRole() throws SQLException {
        ask("create role " + Identifiers.name(secondRole()) + " login");
    }

    /** The role of the last credential that the server accepts. */
    String workingRole() {
        return workingRole;
    }

    private String otherRole() {
        return workingRole.equals(role) ? secondRole() : role;
    }

    /** Tells the subject of the other role, with a password that isn't its. */
    void changeToWrongPassword() {
        credentials.change(otherRole(), randomPassword());
    }

    /** Gives the other role a new password, and tells the subject; returns the role. */
    String changeToOtherRole() throws SQLException {
        String other = otherRole();
        Secret fresh = randomPassword();
        ask("alter role " + Identifiers.name(other) + " password " + quoted(fresh));
        workingRole = other;
        credentials.change(other, fresh);
        return other;
    }

    static TenantId tenant(int number) {
        return new TenantId("t" + number);
    }

    /** Gives a tenant a database that nobody else has. */
    Database separate(TenantId tenant) throws SQLException {
        Database database = server.createDatabase("tenant");
        stage.closeLater(database);
        ask("alter database " + Identifiers.name(database.name()) + " owner to " + name());
        own.put(tenant, database);
        return database;
    }

    /** Chooses the name of a database that the subject is to create. */
    void expect(TenantId tenant) throws SQLException {
        Database database = server.adopt(server.nameFor("new" + TRIALS.incrementAndGet()));
        stage.closeLater(database);
        own.put(tenant, database);
    }

    Database of(TenantId tenant) {
        Database separate = own.get(tenant);
        return separate != null ? separate : spread.get(Math.floorMod(number(tenant), spread.size()));
    }

    private static int number(TenantId tenant) {
        String digits = tenant.value().replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    String databaseOf(TenantId tenant) {
        return of(tenant).name();
    }

    /** Our own servers speak no TLS, and to ask them costs a round trip. */
    private String plainly() {
        return server.ours() ? "?sslmode=disable&gssEncMode=disable" : "";
    }

    String url() {
        return system.jdbcUrl() + plainly();
    }

    CredentialSource credentials() {
        return credentials;
    }

    PostgresServer server() {
        return server;
    }

    /** A session of the role, for twins. */
    Connection open(TenantId tenant) throws SQLException {
        return open(tenant, credentials.current());
    }

    Connection open(TenantId tenant, Credential credential) throws SQLException {
        return open(of(tenant), credential);
    }

    Connection openSystem() throws SQLException {
        return openSystem(credentials.current());
    }

    Connection openSystem(Credential credential) throws SQLException {
        return open(system, credential);
    }

    private Connection open(Database database, Credential credential) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", credential.user());
        properties.setProperty("password", credential.password().use(String::new));
        return DriverManager.getConnection(database.jdbcUrl() + plainly(), properties);
    }

    /** Makes the server refuse further sessions of the role; -1 for no limit. */
    void limit(int sessions) throws SQLException {
        ask("alter role " + name() + " connection limit " + sessions);
    }

    /** Lets the role do what only superusers may; limits don't hold for it any more. */
    void superuser() throws SQLException {
        ask("alter role " + name() + " superuser");
    }

    String role() {
        return role;
    }

    /** Sessions of the role, as {@code oracle} sees them. */
    int sessions(Connection oracle) throws SQLException {
        return Math.toIntExact(Sql.number(oracle, "select count(*)" + OURS, role));
    }

    int sessions() throws SQLException {
        return Math.toIntExact(number("select count(*)" + OURS, role));
    }

    int sessionsOf(TenantId tenant) throws SQLException {
        return Math.toIntExact(number("select count(*)" + OURS + " and datname = ?", role, databaseOf(tenant)));
    }

    /** The backends whose sessions have this role. */
    synchronized List<Long> backendsAs(String user) throws SQLException {
        return Sql.rows(
                keeper(), row -> row.getLong(1), "select pid" + OURS + " and usename = ? order by pid", role, user);
    }

    boolean awaitNoSessionsAs(String user, Deadline deadline) throws SQLException {
        return awaitZero("select count(*)" + OURS + " and usename = ?", deadline, role, user);
    }

    /** Sessions of the role that are in {@code pg_sleep}, as {@code oracle} sees them. */
    int asleep(Connection oracle) throws SQLException {
        return Math.toIntExact(Sql.number(oracle, "select count(*)" + OURS + " and wait_event = 'PgSleep'", role));
    }

    /** Logins to the tenants' databases so far, as the server counts them: those of everybody, ours for setting up included. */
    long logins() throws SQLException {
        String[] databases = Stream.concat(spread.stream(), own.values().stream())
                .map(Database::name)
                .toArray(String[]::new);
        return number(
                "select coalesce(sum(sessions), 0) from pg_stat_database where datname = any(?)", (Object) databases);
    }

    /** Waits until a backend has left the server; whether it did. */
    boolean awaitGone(long backend, Deadline deadline) throws SQLException {
        return awaitZero("select count(*) from pg_stat_activity where pid = ?", deadline, (int) backend);
    }

    boolean awaitNoSessions(Deadline deadline) throws SQLException {
        return awaitZero("select count(*)" + OURS, deadline, role);
    }

    /** Waits until a backend is seen asleep in {@code pg_sleep}; whether it was. */
    boolean awaitAsleep(long backend, Deadline deadline) throws SQLException {
        return awaitZero(
                "select 1 - count(*) from pg_stat_activity where pid = ? and state = 'active' and wait_event = 'PgSleep'",
                deadline,
                (int) backend);
    }

    /** Waits until so many sessions of the role wait for a lock of the given kind; whether they did. */
    boolean awaitLockWaits(int sessions, Deadline deadline) throws SQLException {
        return awaitZero(
                "select greatest(0, ? - count(*))" + OURS + " and wait_event_type = 'Lock'", deadline, sessions, role);
    }

    private boolean awaitZero(String query, Deadline deadline, Object... arguments) throws SQLException {
        while (number(query, arguments) != 0) {
            if (deadline.passed()) {
                return false;
            }
            number("select 0 from (select pg_sleep(0.001)) pause");
        }
        return true;
    }

    /** Ends sessions of the role with {@code pg_terminate_backend}: those that are idle, or all; returns which. */
    List<Long> terminate(boolean idleOnly, int most) throws SQLException {
        String idle = idleOnly ? " and state = 'idle'" : "";
        synchronized (this) {
            return Sql.rows(
                    keeper(),
                    row -> row.getLong(1),
                    "select pid, pg_terminate_backend(pid)" + OURS + idle + " order by random() limit ?",
                    role,
                    most);
        }
    }

    /** One question to the server, by a session that isn't the role's. */
    synchronized long number(String query, Object... arguments) throws SQLException {
        try {
            return Sql.number(keeper(), query, arguments);
        } catch (SQLException e) {
            if (SqlState.of(e).filter(SqlState::losesSession).isEmpty()) {
                throw e;
            }
            return Sql.number(keeper(), query, arguments); // the server was restarted
        }
    }

    synchronized void ask(String statement) throws SQLException {
        Sql.run(keeper(), statement);
    }

    @GuardedBy("this")
    private Connection keeper() throws SQLException {
        Connection there = keeper;
        if (there == null || there.isClosed()) {
            there = server.connect();
            keeper = there;
        }
        return there;
    }

    @Override
    public synchronized void close() throws SQLException {
        number("select count(pg_terminate_backend(pid))" + OURS, role);
        awaitNoSessions(Deadline.in(PATIENCE));
        try (Connection admin = system.connect()) {
            Sql.run(admin, "drop owned by " + name());
            Sql.run(admin, "drop role " + name());
            Sql.run(admin, "drop role if exists " + Identifiers.name(secondRole()));
        }
        keeper().close();
        credentials.close();
    }

    @Override
    public String toString() {
        return "the role " + role;
    }
}
