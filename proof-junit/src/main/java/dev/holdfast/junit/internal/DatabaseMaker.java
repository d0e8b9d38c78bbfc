package dev.holdfast.junit.internal;

import dev.holdfast.core.Identifiers;
import dev.holdfast.core.SqlState;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import dev.holdfast.servers.ServerFailed;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, puts back and drops databases, in an administrator's session that stays open. For one thread. */
final class DatabaseMaker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseMaker.class);

    /** Several JVMs may share a server, and with it the run's name. */
    private static final String JVM = HexFormat.of().toHexDigits(new SecureRandom().nextInt());

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final int LOOKS = 5_000;

    private final PostgresServer server;
    private final String template;
    private final @Nullable Recycling recycling;
    private @Nullable Administration administration;

    /** An open session, and what it showed. */
    private record Administration(Connection session, TestRoles roles, String strategy) {
        static Administration open(PostgresServer server) throws SQLException {
            Connection session = server.connect();
            try {
                return new Administration(session, TestRoles.on(server, session), strategy(server, session));
            } catch (SQLException e) {
                close(session);
                throw e;
            }
        }

        /**
         * Copying files needs two checkpoints, which cost next to nothing where nothing is synced, and is otherwise half of
         * the work of copying through the log.
         */
        private static String strategy(PostgresServer server, Connection session) throws SQLException {
            try (Statement statement = session.createStatement();
                    ResultSet row = statement.executeQuery("SHOW fsync")) {
                row.next();
                return server.ours() && row.getString(1).equals("off") ? "file_copy" : "wal_log";
            }
        }
    }

    private interface Work<T> {
        T in(Administration administration) throws SQLException;
    }

    DatabaseMaker(PostgresServer server, String template, @Nullable Recycling recycling) {
        this.server = server;
        this.template = template;
        this.recycling = recycling;
    }

    /** A session that was lost since its last use is replaced once; one that was just opened isn't. */
    private <T> T administer(Work<T> work) throws SQLException {
        if (administration != null) {
            try {
                return work.in(administration);
            } catch (SQLException e) {
                if (!SqlState.of(e).map(SqlState::losesSession).orElse(true)) {
                    throw e;
                }
                close();
            }
        }
        administration = Administration.open(server);
        return work.in(administration);
    }

    /** A new clone, with a role and a connection. */
    ReadyDatabase make() throws SQLException {
        return administer(this::make);
    }

    private ReadyDatabase make(Administration administration) throws SQLException {
        TestRoles.Login login = administration.roles().create(administration.session());
        Database database = server.adopt(server.nameFor("d" + JVM + "_" + NUMBERS.incrementAndGet()));
        try {
            execute(
                    administration.session(),
                    "CREATE DATABASE " + Identifiers.name(database.name()) + " TEMPLATE " + Identifiers.name(template)
                            + " STRATEGY " + administration.strategy() + " OWNER " + Identifiers.name(login.role()));
            Connection warm = administration.roles().connect(database, login);
            if (recycling != null && login.own()) {
                recycling.learn(warm);
            }
            return ready(administration, database, login, warm);
        } catch (SQLException e) {
            undo(administration, database, login);
            throw e;
        }
    }

    private ReadyDatabase ready(
            Administration administration, Database database, TestRoles.Login login, Connection warm)
            throws SQLException {
        execute(warm, "SELECT 1");
        RecycleMark mark = recycling == null || !login.own()
                ? RecycleMark.NONE
                : recycling.mark(administration.session(), database.name());
        return new ReadyDatabase(new Lease(database, login.role(), login.password(), warm, login.own()), login, mark);
    }

    private static void undo(Administration administration, Database database, TestRoles.Login login) {
        try {
            drop(administration, database, login);
        } catch (SQLException e) {
            LOG.debug("{} may be left until the server's end", database.name(), e);
        }
    }

    /** The same database with a new connection; its own was lost. */
    ReadyDatabase revive(ReadyDatabase dead) throws SQLException {
        close(dead.lease().warm());
        return administer(administration -> {
            Database database = dead.lease().database();
            Connection warm = administration.roles().connect(database, dead.login());
            return ready(administration, database, dead.login(), warm);
        });
    }

    /** The database as it was when it was lent, for another role; nothing if that can't be proved. */
    Optional<ReadyDatabase> recycle(ReadyDatabase used) throws SQLException {
        if (recycling == null || used.mark().equals(RecycleMark.NONE)) {
            return Optional.empty();
        }
        close(used.lease().warm());
        return administer(administration -> recycle(administration, recycling, used));
    }

    private Optional<ReadyDatabase> recycle(Administration administration, Recycling recycling, ReadyDatabase used)
            throws SQLException {
        String name = used.name();
        empty(administration, name);
        RecycleMark now = recycling.mark(administration.session(), name);
        if (!now.shared().equals(used.mark().shared())) {
            LOG.debug("{} is not recycled: {} became {}", name, used.mark().shared(), now.shared());
            return Optional.empty();
        }
        TestRoles.Login login = administration.roles().create(administration.session());
        try {
            return handOver(administration, recycling, used, login);
        } catch (SQLException e) {
            undo(administration, used.lease().database(), login);
            throw e;
        }
    }

    private Optional<ReadyDatabase> handOver(
            Administration administration, Recycling recycling, ReadyDatabase used, TestRoles.Login login)
            throws SQLException {
        String name = used.name();
        execute(
                administration.session(),
                "ALTER DATABASE " + Identifiers.name(name) + " OWNER TO " + Identifiers.name(login.role()));
        administration.roles().drop(administration.session(), used.login().role());
        Connection warm = administration.roles().connect(used.lease().database(), login);
        Optional<String> obstacle = restore(recycling, warm, used.mark());
        if (obstacle.isPresent()) {
            LOG.debug("{} is not recycled: {}", name, obstacle.get());
            close(warm);
            drop(administration, used.lease().database(), login);
            return Optional.empty();
        }
        return Optional.of(ready(administration, used.lease().database(), login, warm));
    }

    private static Optional<String> restore(Recycling recycling, Connection session, RecycleMark since) {
        try {
            return recycling.restore(session, since);
        } catch (SQLException e) {
            return Optional.of(e.getMessage() + " (" + e.getSQLState() + ")");
        }
    }

    /** Drops the database and its role. */
    void drop(ReadyDatabase used) throws SQLException {
        close(used.lease().warm());
        administer(administration -> {
            drop(administration, used.lease().database(), used.login());
            return used;
        });
    }

    private static void drop(Administration administration, Database database, TestRoles.Login login)
            throws SQLException {
        empty(administration, database.name());
        try {
            execute(
                    administration.session(),
                    "DROP DATABASE IF EXISTS " + Identifiers.name(database.name()) + " WITH (FORCE)");
        } catch (SQLException e) {
            if (!"55006".equals(e.getSQLState())) {
                throw e;
            }
            dropHard(database);
        }
        if (login.own()) {
            administration.roles().drop(administration.session(), login.role());
        }
    }

    /** With what keeps it from being dropped: prepared transactions. */
    private static void dropHard(Database database) throws SQLException {
        try {
            database.close();
        } catch (ServerFailed e) {
            throw new SQLException(e.getMessage(), "55006", e);
        }
    }

    /**
     * Ends the sessions in a database, and waits until they have ended: what needs a database without sessions looks for
     * them only every 100 ms.
     */
    private static void empty(Administration administration, String database) throws SQLException {
        String end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = "
                + Identifiers.literal(database) + (administration.roles().own() ? "" : " AND usename = current_user");
        for (int look = 0;
                look < LOOKS
                        && !"0"
                                .equals(Baseline.strings(administration.session(), end)
                                        .getFirst());
                look++) {
            execute(administration.session(), "SELECT pg_sleep(0.001)");
        }
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void close(Connection session) {
        try {
            session.close();
        } catch (SQLException e) {
            LOG.debug("close failed", e);
        }
    }

    /** Ends the session; what was made stays. */
    @Override
    public void close() {
        if (administration != null) {
            close(administration.session());
            administration = null;
        }
    }
}
