package dev.holdfast.servers;

import dev.holdfast.core.Identifiers;
import dev.holdfast.core.InvalidOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** What embedded and external servers have in common: all that is done in SQL. */
abstract sealed class AdministeredServer implements PostgresServer permits EmbeddedPostgres, ExternalPostgres {
    private static final int LONGEST_LABEL = 36;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{1," + LONGEST_LABEL + "}");
    private static final String FREE_CONNECTIONS = """
            SELECT current_setting('max_connections')::int
                 - current_setting('superuser_reserved_connections')::int
                 - coalesce(current_setting('reserved_connections', true)::int, 0)
                 - (SELECT count(*) FROM pg_stat_activity
                     WHERE pid <> pg_backend_pid() AND usesysid IS NOT NULL AND datid IS NOT NULL
                       AND coalesce(backend_type, 'client backend') = 'client backend')
            """;

    /** What keeps a database from being dropped: T for the mark of a template, I for things inside it, S for a sender. */
    private static final String OBSTACLES = """
            SELECT mark
              FROM pg_database d,
                   LATERAL (SELECT 'T' AS mark WHERE datistemplate
                            UNION ALL SELECT 'I' FROM pg_prepared_xacts WHERE database = datname
                            UNION ALL SELECT 'I' FROM pg_subscription WHERE subdbid = d.oid
                            UNION ALL SELECT 'S' FROM pg_replication_slots WHERE database = datname AND active) marks
             WHERE datname = ?
            """;

    /** The statements that end what only a session of its own database can end. */
    private static final String INSIDE = """
            SELECT format('ROLLBACK PREPARED %L', gid) FROM pg_prepared_xacts WHERE database = current_database()
            UNION ALL
            SELECT format(form, subname)
              FROM pg_subscription,
                   unnest(ARRAY['ALTER SUBSCRIPTION %I DISABLE', 'ALTER SUBSCRIPTION %I SET (slot_name = NONE)',
                                'DROP SUBSCRIPTION %I']) WITH ORDINALITY AS forms (form, step)
             WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;

    private static final String END_SENDERS =
            "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE active AND database = ";

    private final AtomicInteger numbers = new AtomicInteger();

    /** Eight hexadecimal digits in the name of everything that this use of the server creates. */
    abstract String run();

    /** {@code jdbc:postgresql://host:port/name}, without user and password. */
    abstract String jdbcUrl(String database);

    /** Opens a connection to a database as the administrator that speaks the bare protocol. */
    abstract WireClient wire(String database, Map<String, String> parameters) throws SQLException;

    /** Called before anything is created. */
    abstract void beforeCreating() throws SQLException;

    @Override
    public String setting(String name) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement query = connection.prepareStatement("SELECT current_setting(?)")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    @Override
    public int freeConnections() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FREE_CONNECTIONS)) {
            row.next();
            return Math.max(0, row.getInt(1));
        }
    }

    @Override
    public int majorVersion() {
        return Integer.parseInt(version().replaceFirst("\\D.*", ""));
    }

    /** A copy of {@code template0}, to which nobody ever is connected. */
    @Override
    public Database createDatabase(String label) throws SQLException {
        return create(label, "template0");
    }

    @Override
    public Database createDatabase(String label, Database template) throws SQLException {
        return create(label, template.name());
    }

    private Database create(String label, String template) throws SQLException {
        String name = nameFor(label) + "_" + numbers.incrementAndGet();
        beforeCreating();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + Identifiers.name(name) + " TEMPLATE " + Identifiers.name(template));
        }
        return new OwnedDatabase(this, name);
    }

    @Override
    public Database adopt(String name) throws SQLException {
        String prefix = nameFor("x").replaceFirst("x$", "");
        if (!name.startsWith(prefix)) {
            throw new InvalidOption(
                    "not a name for a database of this run", "\"" + name + "\" was given.", "Use what nameFor says.");
        }
        beforeCreating();
        return new OwnedDatabase(this, name);
    }

    @Override
    public String nameFor(String label) {
        if (!LABEL.matcher(label).matches()) {
            throw new InvalidOption(
                    "not a label for a database or role",
                    "\"" + label + "\" was given.",
                    "Use 1 to " + LONGEST_LABEL + " characters from a-z, 0-9, _ and -.");
        }
        return "holdfast_" + run() + "_" + label;
    }

    /** Drops a database of ours, whoever is in it. */
    void drop(String database) {
        try {
            dropDatabase(database);
        } catch (SQLException e) {
            throw new ServerFailed(
                    "could not drop the database " + database,
                    e.getMessage() + " (" + e.getSQLState() + ").",
                    "A later run, or ./holdfast clean, removes it.",
                    e);
        }
    }

    /**
     * What would keep it from being dropped goes first: prepared transactions and subscriptions, which only their own database
     * can end, whoever streams from a slot of it, and the mark of a template.
     */
    final void dropDatabase(String database) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            String marks = obstacles(connection, database);
            if (!marks.isEmpty()) {
                clear(statement, database, marks);
            }
            statement.execute("DROP DATABASE IF EXISTS " + Identifiers.name(database) + " WITH (FORCE)");
        }
    }

    private static String obstacles(Connection connection, String database) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OBSTACLES)) {
            query.setString(1, database);
            return String.join("", strings(query.executeQuery()));
        }
    }

    private void clear(Statement statement, String database, String obstacles) throws SQLException {
        String name = Identifiers.name(database);
        if (obstacles.contains("T")) {
            statement.execute("ALTER DATABASE " + name + " IS_TEMPLATE false");
        }
        if (obstacles.contains("I")) {
            statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
            clearInside(database);
        }
        statement.execute(END_SENDERS + Identifiers.literal(database));
    }

    private void clearInside(String database) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : strings(statement.executeQuery(INSIDE))) {
                statement.execute(sql);
            }
        }
    }

    /** The first column, to the end; closes {@code rows}. */
    static List<String> strings(ResultSet rows) throws SQLException {
        try (rows) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        }
    }
}
