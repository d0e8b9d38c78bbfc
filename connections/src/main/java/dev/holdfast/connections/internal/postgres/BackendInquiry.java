package dev.holdfast.connections.internal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Asks the server about a backend that told us nothing. A process id may be given to another one later, so the time when the
 * backend began tells them apart, where it is known and may be seen.
 */
public final class BackendInquiry {
    private static final String SAME =
            " pid = ? AND (?::timestamptz IS NULL OR backend_start IS NULL OR backend_start = ?)";
    private static final String IS_THERE = "SELECT count(*) FROM pg_stat_activity WHERE" + SAME;
    private static final String TERMINATE = "SELECT pg_terminate_backend(pid, ?) FROM pg_stat_activity WHERE" + SAME;
    private static final String OLD_ENOUGH = "SELECT count(*) FROM pg_stat_activity WHERE pid = ?"
            + " AND (backend_start IS NULL OR clock_timestamp() - backend_start >= make_interval(secs => ?))";
    private static final String START = "SELECT backend_start FROM pg_stat_activity WHERE pid = ?";

    private final Connection connection;

    /** Asks over {@code connection}, to any database of the server; it stays the caller's. */
    public BackendInquiry(Connection connection) {
        this.connection = connection;
    }

    /** When the backend began; empty if there is none, or it is another role's. */
    public Optional<Instant> start(int pid) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(START)) {
            query.setInt(1, pid);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)
                        : Optional.empty();
            }
        }
    }

    /** Whether no backend has this process id, or the one that has it is younger than {@code age}, which is another one. */
    public boolean isGone(int pid, Duration age) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OLD_ENOUGH)) {
            query.setInt(1, pid);
            query.setDouble(2, age.toMillis() / 1000.0);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1) == 0;
            }
        }
    }

    /** Whether no backend has this process id, or the one that has it began at another time. */
    public boolean isGone(int pid, Optional<Instant> began) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(IS_THERE)) {
            same(query, 1, pid, began);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1) == 0;
            }
        }
    }

    /**
     * Ends the backend, and waits until it is gone, at most {@code patience}.
     *
     * @return whether it is gone; true also if it was before
     * @throws SQLException with 42501 if the role may not end it
     */
    public boolean terminate(int pid, Optional<Instant> began, Duration patience) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(TERMINATE)) {
            query.setLong(1, Math.max(1, patience.toMillis()));
            same(query, 2, pid, began);
            try (ResultSet row = query.executeQuery()) {
                return !row.next() || row.getBoolean(1) || isGone(pid, began);
            }
        }
    }

    private static void same(PreparedStatement query, int first, int pid, Optional<Instant> began) throws SQLException {
        Optional<OffsetDateTime> time = began.map(instant -> instant.atOffset(ZoneOffset.UTC));
        query.setInt(first, pid);
        query.setObject(first + 1, time.orElse(null));
        query.setObject(first + 2, time.orElse(null));
    }
}
