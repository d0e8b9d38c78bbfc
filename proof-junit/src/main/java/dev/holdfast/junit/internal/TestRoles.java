package dev.holdfast.junit.internal;

import dev.holdfast.core.Identifiers;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who tests log in as: a role for each database, so that whatever it creates on the server can be told to be that test's. Not
 * a superuser, but a member of the administrator, and so an owner of what the template made. Thread-safe.
 *
 * <p>Their password is the same in one JVM, random, and hashed here once: with 128 random bits, the thousands of iterations
 * that slow down guessing would only slow down each login.
 */
final class TestRoles {
    private static final int BITS = 128;
    private static final String DEPENDENT_OBJECTS = "2BP01";
    private static final String PASSWORD = random();
    private static final String VERIFIER = verifier(PASSWORD);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final PostgresServer server;
    private final boolean own;

    /** A login: the role's, or the administrator's. */
    record Login(String role, String password, boolean own) {
        @Override
        public String toString() {
            return role;
        }
    }

    private TestRoles(PostgresServer server, boolean own) {
        this.server = server;
        this.own = own;
    }

    /** Only a superuser can make members of itself that own databases, in all versions. */
    static TestRoles on(PostgresServer server, Connection administrator) throws SQLException {
        try (Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
            return new TestRoles(server, row.next() && row.getBoolean(1));
        }
    }

    /** Whether each database has a role of its own; otherwise all have the administrator's login. */
    boolean own() {
        return own;
    }

    Login create(Connection administrator) throws SQLException {
        if (!own) {
            return new Login(server.user(), server.password().use(String::new), false);
        }
        String role = server.nameFor("r" + NUMBERS.incrementAndGet());
        execute(
                administrator,
                "CREATE ROLE " + Identifiers.name(role) + " LOGIN CREATEDB CREATEROLE REPLICATION IN ROLE "
                        + Identifiers.name(server.user()) + " PASSWORD " + Identifiers.literal(VERIFIER));
        return new Login(role, PASSWORD, true);
    }

    /** What it owns in the maintenance database goes with it. */
    void drop(Connection administrator, String role) throws SQLException {
        String name = Identifiers.name(role);
        try {
            execute(administrator, "DROP ROLE IF EXISTS " + name);
        } catch (SQLException e) {
            if (!DEPENDENT_OBJECTS.equals(e.getSQLState())) {
                throw e;
            }
            execute(administrator, "DROP OWNED BY " + name);
            execute(administrator, "DROP ROLE " + name);
        }
    }

    /** Opens a session. */
    Connection connect(Database database, Login login) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login.role());
        properties.setProperty("ApplicationName", "holdfast");
        if (!login.password().isEmpty()) {
            properties.setProperty("password", login.password());
        }
        if (server.ours()) {
            properties.setProperty("sslmode", "disable");
            properties.setProperty("gssEncMode", "disable");
        }
        return DriverManager.getConnection(database.jdbcUrl(), properties);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String random() {
        byte[] bytes = new byte[BITS / Byte.SIZE];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** As {@code pg_authid.rolpassword} has it: RFC 5802, section 3, with one iteration. */
    static String verifier(String password) {
        try {
            byte[] salt = new byte[BITS / Byte.SIZE];
            new SecureRandom().nextBytes(salt);
            byte[] first = new byte[salt.length + Integer.BYTES];
            System.arraycopy(salt, 0, first, 0, salt.length);
            first[first.length - 1] = 1;
            byte[] salted = hmac(password.getBytes(StandardCharsets.UTF_8), first);
            byte[] stored = MessageDigest.getInstance("SHA-256")
                    .digest(hmac(salted, "Client Key".getBytes(StandardCharsets.UTF_8)));
            byte[] serverKey = hmac(salted, "Server Key".getBytes(StandardCharsets.UTF_8));
            Base64.Encoder base64 = Base64.getEncoder();
            return "SCRAM-SHA-256$1:" + base64.encodeToString(salt) + "$" + base64.encodeToString(stored) + ":"
                    + base64.encodeToString(serverKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }
}
