package dev.holdfast.connections.internal;

import dev.holdfast.connections.Tenants.Contents;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.Identifiers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The SQL that makes and drops tenants' databases. Not thread-safe: one session, one job at a time.
 *
 * <p>A database is made and filled under a name that nobody asks for, and renamed when it is complete; so one that exists is
 * ready. All processes do this under one advisory lock for each name. The half-made one's name begins with the lock's key:
 * whoever holds the lock knows that nobody is at work on any such database, and drops what a maker that died has left.
 */
public final class TenantDatabases {
    /** How the names of databases begin that aren't ready. */
    static final String HALF_MADE = "holdfast_new_";

    /** For tidying up after a failure, whose deadline may be what has failed. */
    private static final Duration TIDYING = Duration.ofSeconds(20);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SystemSession session;
    private final Dial dial;

    /** Opens a connection to a database on the same server; whoever called closes it. */
    @FunctionalInterface
    public interface Dial {
        Connection to(String database) throws SQLException;
    }

    /**
     * A job's tools.
     *
     * @param system a session of the database that all processes have in common, in auto-commit. It has the same settings
     *     and locks afterwards; where it broke, it has none
     * @param dial called at most once per database that is made
     */
    public TenantDatabases(Connection system, Dial dial) {
        this.session = new SystemSession(system);
        this.dial = dial;
    }

    /**
     * Makes and fills a database, unless it exists; returns when it is ready, whoever made it. What {@code contents} leaves
     * uncommitted is committed; its statements end at the deadline, unless it says otherwise.
     *
     * @return whether this call made it
     * @throws SQLTimeoutException at the deadline; 55P03 if another one was still at work on it
     * @throws SQLException if the server refuses, or what {@code contents} threw, as it is. Nothing is left of the database
     *     then, or what is left is dropped by the next one who makes it
     */
    public boolean create(String database, Contents contents, Deadline deadline) throws SQLException {
        DatabaseName.checked(database, Set.of());
        if (session.exists(database)) {
            return false;
        }
        SystemSession.Lock lock = lock(database, deadline);
        try (lock) {
            return !session.exists(database) && make(database, contents, deadline);
        }
    }

    /**
     * Drops a database, and what is left of half-made ones of this name. Cuts nobody off. If it doesn't exist, that is no error.
     *
     * @throws SQLException 55006 if others are still connected to it at the deadline, with who they are
     */
    public void drop(String database, Deadline deadline) throws SQLException {
        DatabaseName.checked(database, Set.of());
        SystemSession.Lock lock = lock(database, deadline);
        try (lock) {
            dropLeftovers(database, deadline);
            whenUnused(database, "DROP DATABASE IF EXISTS " + Identifiers.name(database), deadline);
        }
    }

    private SystemSession.Lock lock(String database, Deadline deadline) throws SQLException {
        try {
            return session.lock(key(database), deadline);
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                throw new SQLTimeoutException(
                        "database \"" + database + "\" is still being made or dropped by another session: "
                                + "the deadline passed first. Try again, with more time than that takes",
                        e.getSQLState(),
                        e);
            }
            throw e;
        }
    }

    private boolean make(String database, Contents contents, Deadline deadline) throws SQLException {
        dropLeftovers(database, deadline);
        String halfMade = prefix(database) + HexFormat.of().toHexDigits(RANDOM.nextLong());
        try {
            whenUnused("template1", "CREATE DATABASE " + Identifiers.name(halfMade), deadline);
            fill(halfMade, contents, deadline);
            return publish(halfMade, database, deadline);
        } catch (Throwable failure) {
            dropAfter(failure, halfMade);
            throw failure;
        }
    }

    private void fill(String halfMade, Contents contents, Deadline deadline) throws SQLException {
        if (Contents.EMPTY.equals(contents)) {
            return;
        }
        try (Connection connection = dial.to(halfMade)) {
            try (Statement limit = connection.createStatement()) {
                limit.execute("SET statement_timeout = " + SystemSession.milliseconds(deadline));
            }
            contents.fill(connection);
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    /** False if somebody who doesn't know our lock made one of that name meanwhile. */
    private boolean publish(String halfMade, String database, Deadline deadline) throws SQLException {
        try {
            whenUnused(
                    halfMade,
                    "ALTER DATABASE " + Identifiers.name(halfMade) + " RENAME TO " + Identifiers.name(database),
                    deadline);
            return true;
        } catch (SQLException e) {
            if (!isTaken(e)) {
                throw e;
            }
            session.execute(forced(halfMade), Deadline.in(TIDYING));
            return false;
        }
    }

    /** Duplicate database; or a duplicate in the index of their names, if the other one was just being committed. */
    private static boolean isTaken(SQLException e) {
        return "42P04".equals(e.getSQLState()) || "23505".equals(e.getSQLState());
    }

    private void dropAfter(Throwable failure, String halfMade) {
        try {
            session.execute(forced(halfMade), Deadline.in(TIDYING));
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** The lock is ours: whoever made these has died, though the server may not have noticed yet. */
    private void dropLeftovers(String database, Deadline deadline) throws SQLException {
        for (String leftover : session.namesThatStartWith(prefix(database))) {
            session.execute(forced(leftover), deadline);
        }
        if (session.isInvalid(database)) {
            session.execute("DROP DATABASE IF EXISTS " + Identifiers.name(database), deadline);
        }
    }

    private static String forced(String database) {
        return "DROP DATABASE IF EXISTS " + Identifiers.name(database) + " WITH (FORCE)";
    }

    /** While others are in {@code used}, the server waits for some seconds and then refuses; it is asked again. */
    private void whenUnused(String used, String sql, Deadline deadline) throws SQLException {
        boolean seen = true;
        while (true) {
            try {
                session.execute(sql, deadline);
                return;
            } catch (SQLException e) {
                seen = mayTryAgain(used, seen, e, deadline);
            }
        }
    }

    /**
     * Whether anybody was seen. If twice nobody was, it isn't for sessions that the server refuses (but for replication
     * slots or prepared transactions, say), and to ask again and again would burn its CPU.
     */
    private boolean mayTryAgain(String used, boolean seenBefore, SQLException refusal, Deadline deadline)
            throws SQLException {
        boolean inUse = "55006".equals(refusal.getSQLState());
        if (!inUse && !(deadline.passed() && "57014".equals(refusal.getSQLState()))) {
            throw refusal;
        }
        List<String> sessions = session.sessionsIn(used);
        if (deadline.passed() && !sessions.isEmpty()) {
            throw inUse(used, sessions, refusal);
        }
        if (deadline.passed() || (sessions.isEmpty() && !seenBefore)) {
            throw refusal;
        }
        return !sessions.isEmpty();
    }

    private static SQLException inUse(String database, List<String> sessions, SQLException refusal) {
        return new SQLTransientException(
                "database \"" + database + "\" was in use by " + sessions.size()
                        + " other session(s) until the deadline: " + String.join(", ", sessions)
                        + ". End them, or wait for longer",
                "55006",
                refusal);
    }

    private static String prefix(String database) {
        return HALF_MADE + HexFormat.of().toHexDigits(key(database)) + "_";
    }

    /** Names with the same key only wait for each other. */
    static int key(String database) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(database.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
