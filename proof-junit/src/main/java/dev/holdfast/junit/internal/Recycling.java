package dev.holdfast.junit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a database back as it was when it was lent, or says that it can't be proved to be so. Thread-safe.
 *
 * <p>Not by statistics, which are late and may be reset, but by what a change can't help leaving: no row of any catalogue is
 * newer than the hand-out, and none is missing, so there is no DDL, no grant, no comment, no large object, no new statistics
 * and no replaced file; the same for tables with rows. Tables that were empty are truncated if their file has bytes, and all
 * sequences are set to where they were. Whatever else there is, is a reason to drop the database.
 */
final class Recycling {
    private static final Logger LOG = LoggerFactory.getLogger(Recycling.class);

    /** Settings, comments, slots, subscriptions and prepared transactions live outside the database. */
    private static final String SHARED = """
            SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text,
                   concat_ws('/', d.oid, d.xmin,
                     (SELECT count(*) FROM pg_db_role_setting WHERE setdatabase = d.oid),
                     (SELECT count(*) FROM pg_shdescription WHERE objoid = d.oid AND classoid = 'pg_database'::regclass),
                     (SELECT count(*) FROM pg_shseclabel WHERE objoid = d.oid AND classoid = 'pg_database'::regclass),
                     (SELECT count(*) FROM pg_subscription WHERE subdbid = d.oid),
                     (SELECT count(*) FROM pg_shdepend WHERE dbid = d.oid),
                     (SELECT count(*) FROM pg_replication_slots WHERE database = d.datname),
                     (SELECT count(*) FROM pg_prepared_xacts WHERE database = d.datname))
              FROM pg_database d WHERE d.datname = {database}
            """;

    private final String administrator;

    @GuardedBy("this")
    private @Nullable Baseline baseline;

    Recycling(String administrator) {
        this.administrator = administrator;
    }

    /** What a new database is like; {@code session} is its first, and as new afterwards. */
    void learn(Connection session) throws SQLException {
        synchronized (this) {
            if (baseline != null) {
                return;
            }
            begin(session);
            baseline = Baseline.read(session);
            baseline.obstacle().ifPresent(why -> LOG.info("databases can't be recycled: {}", why));
        }
        end(session);
    }

    private synchronized Baseline baseline() {
        if (baseline == null) {
            throw new IllegalStateException("nothing was learned");
        }
        return baseline;
    }

    /** Now, for a database to which only idle sessions of ours are connected. */
    RecycleMark mark(Connection connection, String database) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SHARED.replace("{database}", Identifiers.literal(database)))) {
            return row.next() ? new RecycleMark(row.getString(1), row.getString(2)) : RecycleMark.NONE;
        }
    }

    /**
     * Puts the database back.
     *
     * @param session the only one in it; as new afterwards
     * @param since when it was lent
     * @return why it can't be, or nothing if it has been
     */
    Optional<String> restore(Connection session, RecycleMark since) throws SQLException {
        Baseline was = baseline();
        if (was.obstacle().isPresent()) {
            return was.obstacle();
        }
        begin(session);
        if (differs(session, was.catalogue(), was.catalogueRows(), since)) {
            return Optional.of("a catalogue has changed");
        }
        Set<Long> touched = was.touched(session);
        if (!touched.isEmpty()) {
            Optional<String> truncate = was.toTruncate(touched);
            if (truncate.isEmpty()) {
                return Optional.of("rows of the template refer to a table with new rows");
            }
            execute(session, truncate.get());
        }
        if (!was.sequences().isEmpty()) {
            execute(session, was.sequences());
        }
        if (!was.seedQuery().isEmpty() && differs(session, was.seedQuery(), was.seedRows(), since)) {
            return Optional.of("rows of the template have changed");
        }
        if (!was.touched(session).isEmpty()) {
            return Optional.of("a table isn't empty after TRUNCATE");
        }
        end(session);
        return Optional.empty();
    }

    private static boolean differs(Connection session, String query, long rows, RecycleMark since) throws SQLException {
        return !Baseline.counted(session, query, since.transaction()).equals(new Baseline.Counted(rows, 0));
    }

    /** As a superuser whom no trigger, no policy and no function of the same name deceives. */
    private void begin(Connection session) throws SQLException {
        execute(
                session,
                "SET ROLE " + Identifiers.name(administrator)
                        + "; SET search_path = pg_catalog; SET session_replication_role = replica; SET lock_timeout = '5s'"
                        + "; SET statement_timeout = 0; SET jit = off; SET max_parallel_workers_per_gather = 0");
    }

    private static void end(Connection session) throws SQLException {
        execute(session, "SELECT pg_stat_reset()");
        execute(session, "DISCARD ALL");
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
