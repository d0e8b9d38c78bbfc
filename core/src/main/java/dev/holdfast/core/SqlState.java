package dev.holdfast.core;

import java.sql.SQLException;
import java.util.Optional;

/**
 * PostgreSQL's error code: five characters, of which the first two are the class. Constants are those that this project
 * reasons about; the names are those of the documentation's "Appendix A. PostgreSQL Error Codes".
 */
public record SqlState(String code) implements Comparable<SqlState> {
    public static final SqlState CONNECTION_FAILURE = new SqlState("08006");
    public static final SqlState PROTOCOL_VIOLATION = new SqlState("08P01");
    public static final SqlState UNIQUE_VIOLATION = new SqlState("23505");
    public static final SqlState CHECK_VIOLATION = new SqlState("23514");
    public static final SqlState SERIALIZATION_FAILURE = new SqlState("40001");
    public static final SqlState DEADLOCK_DETECTED = new SqlState("40P01");
    public static final SqlState DUPLICATE_OBJECT = new SqlState("42710");
    public static final SqlState TOO_MANY_CONNECTIONS = new SqlState("53300");
    public static final SqlState LOCK_NOT_AVAILABLE = new SqlState("55P03");
    public static final SqlState QUERY_CANCELED = new SqlState("57014");
    public static final SqlState ADMIN_SHUTDOWN = new SqlState("57P01");
    public static final SqlState CRASH_SHUTDOWN = new SqlState("57P02");
    public static final SqlState CANNOT_CONNECT_NOW = new SqlState("57P03");
    public static final SqlState INTERNAL_ERROR = new SqlState("XX000");

    public SqlState {
        if (!code.matches("[0-9A-Z]{5}")) {
            throw new InvalidOption(
                    "not an SQLSTATE", "\"" + code + "\" was given.", "Five characters from 0-9 and A-Z, as in 40P01.");
        }
    }

    /** The state of the first exception in the chain of causes that has one. */
    public static Optional<SqlState> of(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && isState(sql.getSQLState())) {
                return Optional.of(new SqlState(sql.getSQLState()));
            }
        }
        return Optional.empty();
    }

    @SuppressWarnings("NullAway") // getSQLState is null for errors that never reached a server
    private static boolean isState(String state) {
        return state != null && state.matches("[0-9A-Z]{5}");
    }

    /** The first two characters, for example {@code 08} for connection exceptions. */
    public String errorClass() {
        return code.substring(0, 2);
    }

    /**
     * Whether the session is gone, or may be, so that a transaction whose COMMIT was on its way has an unknown outcome.
     * Classes 08 and 57P; 57014 (query canceled) leaves the session alive, 08P01 is an answer of a live server.
     */
    public boolean losesSession() {
        return (errorClass().equals("08") && !equals(PROTOCOL_VIOLATION)) || code.startsWith("57P");
    }

    @Override
    public int compareTo(SqlState other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
