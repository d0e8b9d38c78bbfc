package dev.holdfast.junit.internal;

import dev.holdfast.core.AdvisoryLocks;
import dev.holdfast.core.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The templates that a server has: databases whose comment says what they were made from, and the day on which somebody last
 * asked for them. Uses one session, in the maintenance database, which holds the locks too. Not thread-safe.
 */
final class TemplateCatalog {
    static final String PREFIX = "holdfast_template_";

    /** How many characters of the fingerprint a name has; more where another template has the name already. */
    private static final List<Integer> DIGITS = List.of(16, 40);

    private static final String TODAY = "(now() AT TIME ZONE 'UTC')::date";
    private static final String COMMENT = "shobj_description(oid, 'pg_database')";
    private static final String FINGERPRINT = "substring(" + COMMENT + " from '^holdfast template ([0-9a-f]{64}),')";
    private static final String LAST_USED =
            "substring(" + COMMENT + " from ', last used (\\d{4}-\\d\\d-\\d\\d)$')::date";

    /** A DROP DATABASE that was interrupted leaves such a database behind; it can only be dropped. */
    private static final String BROKEN = "datconnlimit = -2";

    private static final String LOOK = "SELECT coalesce(" + FINGERPRINT + ", ''), coalesce(" + LAST_USED + " = " + TODAY
            + ", false), " + BROKEN + " FROM pg_database WHERE datname = ?";
    private static final String UNUSED = "SELECT datname, " + FINGERPRINT + " FROM pg_database WHERE datname LIKE '"
            + PREFIX.replace("_", "\\_") + "%' AND pg_has_role(datdba, 'USAGE') AND (" + LAST_USED + " < " + TODAY
            + " - ? OR " + FINGERPRINT + " IS NOT NULL AND " + BROKEN + ")";

    private final Connection connection;

    TemplateCatalog(Connection connection) {
        this.connection = connection;
    }

    /** What is where a template would be. */
    enum State {
        FREE,
        USED_TODAY,
        NOT_USED_TODAY,
        BROKEN
    }

    /** A name, and what has it. */
    record Place(String name, State state) {
        boolean hasTemplate() {
            return state == State.USED_TODAY || state == State.NOT_USED_TODAY;
        }
    }

    /** A template that nobody has asked for in a long time. */
    record Unused(String name, String fingerprint) {}

    /** The template of that fingerprint, or where it is to be. */
    Place find(String fingerprint) throws SQLException {
        for (int digits : DIGITS) {
            String name = PREFIX + fingerprint.substring(0, digits);
            State state = look(name, fingerprint);
            if (state != null) {
                return new Place(name, state);
            }
        }
        throw new TemplateFailed(
                "all names for a template are taken",
                "The last one tried: " + PREFIX + fingerprint.substring(0, DIGITS.getLast()) + ".",
                "Drop the databases named " + PREFIX + "… that aren't of use.",
                null);
    }

    /** Null if the name has something else. */
    private @Nullable State look(String name, String fingerprint) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LOOK)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return State.FREE;
                }
                return row.getString(1).equals(fingerprint) ? state(row.getBoolean(2), row.getBoolean(3)) : null;
            }
        }
    }

    private static State state(boolean today, boolean broken) {
        return broken ? State.BROKEN : today ? State.USED_TODAY : State.NOT_USED_TODAY;
    }

    /** Waits until nobody else makes, marks or drops that template; ours until the session ends, or {@link #unlock}. */
    void lock(String fingerprint) throws SQLException {
        execute("SET statement_timeout = 0");
        execute("SET lock_timeout = 0");
        execute("SET idle_session_timeout = 0");
        execute("SELECT pg_advisory_lock(" + key(fingerprint) + ")");
    }

    /** Whether nobody else has it. */
    boolean tryLock(String fingerprint) throws SQLException {
        return is("SELECT pg_try_advisory_lock(" + key(fingerprint) + ")");
    }

    void unlock(String fingerprint) throws SQLException {
        execute("SELECT pg_advisory_unlock(" + key(fingerprint) + ")");
    }

    private static String key(String fingerprint) {
        return AdvisoryLocks.TEMPLATE.namespace() + ", " + Integer.parseUnsignedInt(fingerprint.substring(0, 8), 16);
    }

    /** Writes down that it was asked for today. */
    void markUsed(String name, String fingerprint) throws SQLException {
        execute("COMMENT ON DATABASE " + Identifiers.name(name) + " IS "
                + Identifiers.literal("holdfast template " + fingerprint + ", last used " + today()));
    }

    private String today() throws SQLException {
        return strings("SELECT " + TODAY + "::text").getFirst();
    }

    /** Nobody can connect to it any more; those who are connected stay. */
    void shut(String database) throws SQLException {
        execute("ALTER DATABASE " + Identifiers.name(database) + " ALLOW_CONNECTIONS false");
    }

    /**
     * Makes a shut database a template, at once and as a whole.
     *
     * @throws SQLException 42P04 if there is one of that name
     */
    void publish(String database, String name, String fingerprint) throws SQLException {
        execute("BEGIN");
        try {
            execute("ALTER DATABASE " + Identifiers.name(database) + " RENAME TO " + Identifiers.name(name));
            execute("ALTER DATABASE " + Identifiers.name(name) + " IS_TEMPLATE true");
            markUsed(name, fingerprint);
            execute("COMMIT");
        } catch (SQLException e) {
            rollBack(e);
            throw e;
        }
    }

    private void rollBack(SQLException thrown) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            thrown.addSuppressed(e);
        }
    }

    /** Those that nobody asked for in so many days, or that are broken. */
    List<Unused> unused(int days) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(UNUSED)) {
            query.setInt(1, days);
            try (ResultSet rows = query.executeQuery()) {
                List<Unused> unused = new ArrayList<>();
                while (rows.next()) {
                    unused.add(new Unused(rows.getString(1), rows.getString(2)));
                }
                return unused;
            }
        }
    }

    void drop(String name) throws SQLException {
        if (!is("SELECT " + BROKEN + " FROM pg_database WHERE datname = " + Identifiers.literal(name))) {
            execute("ALTER DATABASE " + Identifiers.name(name) + " IS_TEMPLATE false");
        }
        execute("DROP DATABASE " + Identifiers.name(name));
    }

    /** What keeps a database from being cloned: others' sessions and prepared transactions in it, in words. */
    List<String> occupants(String database) throws SQLException {
        String name = Identifiers.literal(database);
        return strings(
                "SELECT 'session ' || pid || ' of ' || coalesce(nullif(application_name, ''), 'an unnamed application')"
                        + " || coalesce(', ' || state, '') FROM pg_stat_activity"
                        + " WHERE datname = " + name + " AND backend_type IN ('client backend', 'walsender')"
                        + " UNION ALL SELECT 'prepared transaction ' || gid FROM pg_prepared_xacts WHERE database = "
                        + name);
    }

    /** What was said of the database itself, which clones don't get. */
    List<String> notCloned(String database) throws SQLException {
        return strings("SELECT unnest(setconfig) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase"
                + " WHERE datname = " + Identifiers.literal(database)
                + " UNION ALL SELECT 'privileges ' || datacl::text FROM pg_database"
                + " WHERE datacl IS NOT NULL AND datname = " + Identifiers.literal(database));
    }

    /** Waits on the server. */
    void pause() throws SQLException {
        execute("SELECT pg_sleep(0.005)");
    }

    private boolean is(String sql) throws SQLException {
        return strings(sql).equals(List.of("t"));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> strings(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        }
    }
}
