package dev.holdfast.scenarios.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.Identifiers;
import dev.holdfast.core.Secret;
import dev.holdfast.proof.Stage;
import dev.holdfast.scenarios.FaultPhase;
import dev.holdfast.scenarios.FaultTarget;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.PostgresServer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where faults strike: a database, with an ordinary role of the trial, on the stage's server or on one of its own, which then
 * may crash. Tables {@code fault_rows(key)}, deliberately without a constraint, and {@code fault_gate(n)}, one row to be
 * locked. Thread-safe.
 */
public final class FaultGround implements AutoCloseable {
    private static final AtomicLong TRIALS = new AtomicLong();

    /** For us, and for what pools open beside what is used. */
    private static final int MORE_SLOTS = 15;

    private final PostgresServer server;
    private final Database database;
    private final boolean own;
    private final String role;
    private final Secret password;

    private FaultGround(PostgresServer server, Database database, boolean own) {
        this.server = server;
        this.database = database;
        this.own = own;
        this.role = server.nameFor("fault" + TRIALS.incrementAndGet());
        this.password = Secret.of(random());
    }

    private static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** On the stage's database; closed with the stage. */
    public static FaultGround shared(Stage stage) throws SQLException {
        return ready(stage, new FaultGround(stage.server(), stage.database(), false));
    }

    /** On a server of its own, of the same version, with few slots; closed with the stage. */
    public static FaultGround own(Stage stage) throws SQLException {
        PostgresServer server = EmbeddedPostgres.start(EmbeddedOptions.defaults()
                .withVersion(stage.server().version())
                .withMaxConnections(MORE_SLOTS + 2 * stage.form().sessions()));
        stage.closeLater(server);
        return ready(stage, new FaultGround(server, server.createDatabase("fault"), true));
    }

    private static FaultGround ready(Stage stage, FaultGround ground) throws SQLException {
        stage.closeLater(ground);
        ground.create();
        return ground;
    }

    private void create() throws SQLException {
        String name = role();
        try (Connection admin = connect()) {
            String secret = password.use(characters -> Identifiers.literal(new String(characters)));
            Sql.run(admin, "create role " + name + " login password " + secret);
            Sql.run(admin, "grant " + name + " to current_user");
            Sql.run(admin, "create table fault_rows (key text not null)");
            Sql.run(admin, "create table fault_gate (n int not null)");
            Sql.run(admin, "insert into fault_gate values (0)");
            Sql.run(admin, "grant select, insert, update on fault_rows, fault_gate to " + name);
        }
    }

    /** Our own servers speak no TLS, and to ask a server that stands still costs another timeout. */
    public FaultTarget target() {
        String plainly = logged().isPresent() ? "?sslmode=disable&gssEncMode=disable" : "";
        return new FaultTarget(database.jdbcUrl() + plainly, role, password);
    }

    /** The role's name, quoted. */
    String role() {
        return Identifiers.name(role);
    }

    String database() {
        return Identifiers.name(database.name());
    }

    /** As the server's administrator. */
    public Connection connect() throws SQLException {
        return database.connect();
    }

    /** The server, if it may be harmed. */
    EmbeddedPostgres victim() {
        if (own && server instanceof EmbeddedPostgres embedded) {
            return embedded;
        }
        throw new IllegalStateException("this server is not the trial's own");
    }

    /** The server's log, if we can read it. */
    Optional<EmbeddedPostgres> logged() {
        return server instanceof EmbeddedPostgres embedded ? Optional.of(embedded) : Optional.empty();
    }

    /** Waits until all {@code backends} are seen in a phase; whether they were. */
    boolean awaitPhase(Connection look, Collection<Long> backends, FaultPhase phase, Deadline deadline)
            throws SQLException {
        return awaitCount(look, backends, condition(phase), backends.size(), deadline);
    }

    /** Waits until none of {@code backends} is in a phase any more; whether that came. */
    boolean awaitLeft(Connection look, Collection<Long> backends, FaultPhase phase, Deadline deadline)
            throws SQLException {
        return awaitCount(look, backends, condition(phase), 0, deadline);
    }

    private static boolean awaitCount(
            Connection look, Collection<Long> backends, String condition, int wanted, Deadline deadline)
            throws SQLException {
        String query = "select count(*) from pg_stat_activity where pid = any (?) and " + condition;
        Object pids = look.createArrayOf("int4", backends.toArray());
        while (Sql.number(look, query, pids) != wanted) {
            if (deadline.passed()) {
                return false;
            }
            pause(look);
        }
        return true;
    }

    private static String condition(FaultPhase phase) {
        return switch (phase) {
            case CONNECTING -> "false";
            case IDLE -> "state = 'idle'";
            case IDLE_IN_TRANSACTION -> "state = 'idle in transaction'";
            case ACTIVE -> "state = 'active' and wait_event = 'PgSleep'";
            case LOCK_WAIT -> "state = 'active' and wait_event_type = 'Lock'";
        };
    }

    /** The server tells nobody what its sessions do; it paces those who ask. */
    private static void pause(Connection look) throws SQLException {
        Sql.text(look, "select pg_sleep(0.002)::text");
    }

    /** Ends what is left of the subject's sessions, and waits until it is gone, so that nothing commits any more. */
    public void clear(Deadline deadline) throws SQLException {
        try (Connection admin = connect()) {
            String end = "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = ?";
            while (Sql.number(admin, end, role) > 0) {
                if (deadline.passed()) {
                    throw new SQLException("sessions of " + role + " don't end");
                }
                pause(admin);
            }
        }
    }

    /** How often each key is there. */
    public Map<String, Integer> rows() throws SQLException {
        Map<String, Integer> rows = new HashMap<>();
        try (Connection oracle = connect()) {
            Sql.rows(oracle, row -> row.getString(1), "select key from fault_rows")
                    .forEach(key -> rows.merge(key, 1, Integer::sum));
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        if (!own) {
            clear(Deadline.in(Duration.ofSeconds(10)));
            try (Connection admin = connect()) {
                Sql.run(admin, "drop owned by " + role());
                Sql.run(admin, "drop role " + role());
            }
        }
        password.close();
    }

    @Override
    public String toString() {
        return "the role " + role;
    }
}
