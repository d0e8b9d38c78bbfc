package dev.holdfast.junit.internal;

import dev.holdfast.core.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What all clones of one template have in common when they are new; read once, from the first. A clone has its template's
 * OIDs, so that they name the same things in all of them.
 *
 * @param empty tables whose file has no bytes, by OID
 * @param seeded the names of tables with rows
 * @param references for a table, those with a foreign key to it
 * @param catalogue the query that counts the rows of all catalogues, and those since a transaction
 * @param catalogueRows what it counts in a new clone
 * @param seedQuery the same for the tables with rows; empty if there are none
 * @param seedRows what it counts
 * @param sequences the statement that sets all sequences to where they were; empty if there are none
 * @param obstacle why these databases can't be recycled at all, if they can't
 */
record Baseline(
        Map<Long, String> empty,
        Set<String> seeded,
        Map<Long, Set<Long>> references,
        String catalogue,
        long catalogueRows,
        String seedQuery,
        long seedRows,
        String sequences,
        Optional<String> obstacle) {
    private static final int MOST_TABLES = 1_000;
    private static final long MOST_SEED_BYTES = 16L << 20;
    private static final String CATALOGUES = """
            SELECT format('%I.%I', 'pg_catalog', relname) FROM pg_class
             WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND NOT relisshared ORDER BY 1
            """;

    /** Unpopulated materialized views can't be read, and can't get rows but by a change that the catalogues show. */
    private static final String TABLES = """
            SELECT c.oid, format('%I.%I', n.nspname, c.relname), pg_relation_size(c.oid)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'm') AND c.relispopulated
               AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_(toast|temp)'
             ORDER BY 1
            """;

    private static final String SEQUENCES = """
            SELECT c.oid, format('%I.%I', n.nspname, c.relname)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' ORDER BY 1
            """;

    /** Storage that we don't know, and triggers that would fire while we put things back. */
    private static final String OBSTACLES = """
            SELECT 'table ' || oid::regclass || ' has a storage of its own' FROM pg_class
             WHERE relkind IN ('r', 'm') AND relam <> 2
            UNION ALL
            SELECT 'trigger ' || tgname || ' fires on TRUNCATE whatever the replication role' FROM pg_trigger
             WHERE tgtype & 32 <> 0 AND tgenabled IN ('A', 'R')
            UNION ALL
            SELECT 'event trigger ' || evtname || ' fires on login' FROM pg_event_trigger WHERE evtevent = 'login'
            """;

    /** Reads it in a session of a superuser whose search path is {@code pg_catalog}. */
    static Baseline read(Connection session) throws SQLException {
        Map<Long, String> empty = new HashMap<>();
        Set<String> seeded = new TreeSet<>();
        long bytes = 0;
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                bytes += row.getLong(3);
                if (row.getLong(3) == 0) {
                    empty.put(row.getLong(1), row.getString(2));
                } else {
                    seeded.add(row.getString(2));
                }
            }
        }
        Optional<String> obstacle = obstacle(session, empty.size() + seeded.size(), bytes);
        String catalogue = count(strings(session, CATALOGUES));
        String seeds = seeded.isEmpty() || obstacle.isPresent() ? "" : count(seeded);
        return new Baseline(
                empty,
                seeded,
                references(session),
                catalogue,
                counted(session, catalogue, "0").rows(),
                seeds,
                seeds.isEmpty() ? 0 : counted(session, seeds, "0").rows(),
                sequences(session),
                obstacle);
    }

    private static Optional<String> obstacle(Connection session, int tables, long seedBytes) throws SQLException {
        if (tables > MOST_TABLES) {
            return Optional.of(tables + " tables are too many");
        }
        if (seedBytes > MOST_SEED_BYTES) {
            return Optional.of(seedBytes + " bytes in tables are too many to be read after each test");
        }
        return strings(session, OBSTACLES).stream().findFirst();
    }

    /** An update writes a new version of a row, a deletion leaves one less: nothing goes unseen. */
    private static String count(Iterable<String> tables) {
        List<String> counts = new ArrayList<>();
        for (String table : tables) {
            counts.add("SELECT count(*) AS n, count(*) FILTER (WHERE age(xmin) <= age('{since}'::xid)) AS m FROM ONLY "
                    + table);
        }
        return "SELECT sum(n), sum(m) FROM (" + String.join(" UNION ALL ", counts) + ") AS c";
    }

    /** How many rows there are, and how many of them are from the transaction or later. */
    record Counted(long rows, long since) {}

    static Counted counted(Connection session, String query, String since) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(query.replace("{since}", since))) {
            row.next();
            return new Counted(row.getLong(1), row.getLong(2));
        }
    }

    private static Map<Long, Set<Long>> references(Connection session) throws SQLException {
        Map<Long, Set<Long>> references = new HashMap<>();
        try (Statement statement = session.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT confrelid, conrelid FROM pg_constraint WHERE contype = 'f'")) {
            while (row.next()) {
                references
                        .computeIfAbsent(row.getLong(1), table -> new TreeSet<>())
                        .add(row.getLong(2));
            }
        }
        return references;
    }

    private static String sequences(Connection session) throws SQLException {
        List<String> reads = new ArrayList<>();
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(SEQUENCES)) {
            while (row.next()) {
                reads.add("SELECT format('(%s::oid, %s::bigint, %L::bool)', " + row.getLong(1)
                        + ", last_value, is_called) FROM " + row.getString(2));
            }
        }
        if (reads.isEmpty()) {
            return "";
        }
        String values = String.join(", ", strings(session, String.join(" UNION ALL ", reads)));
        return "SELECT count(setval(s::regclass, v, c)) FROM (VALUES " + values + ") AS t (s, v, c)";
    }

    /** Those that TRUNCATE must name to empty {@code tables}; nothing if rows of the template would go. */
    Optional<String> toTruncate(Set<Long> tables) {
        Set<Long> all = new TreeSet<>(tables);
        Deque<Long> open = new ArrayDeque<>(tables);
        while (!open.isEmpty()) {
            for (long referring : references.getOrDefault(open.remove(), Set.of())) {
                if (all.add(referring)) {
                    open.add(referring);
                }
            }
        }
        return empty.keySet().containsAll(all)
                ? Optional.of(all.stream().map(empty::get).collect(Collectors.joining(", ONLY ", "TRUNCATE ONLY ", "")))
                : Optional.empty();
    }

    /** The tables of {@link #empty} that aren't. */
    Set<Long> touched(Connection session) throws SQLException {
        Set<Long> touched = new TreeSet<>();
        if (!empty.isEmpty()) {
            String oids = empty.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
            strings(
                            session,
                            "SELECT t FROM unnest(" + Identifiers.literal("{" + oids + "}")
                                    + "::oid[]) AS t WHERE pg_relation_size(t) <> 0")
                    .forEach(oid -> touched.add(Long.valueOf(oid)));
        }
        return touched;
    }

    static List<String> strings(Connection session, String query) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                strings.add(row.getString(1));
            }
        }
        return strings;
    }
}
