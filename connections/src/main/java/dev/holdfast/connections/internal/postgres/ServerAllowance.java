package dev.holdfast.connections.internal.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many connections a server has, and how many of them a role may have.
 *
 * @param maxConnections of the server, for all
 * @param reservedForSuperusers of those
 * @param reserved of those, for superusers and members of {@code pg_use_reserved_connections}; 0 before PostgreSQL 16
 * @param roleLimit the role's CONNECTION LIMIT; -1 for none
 * @param superuser whether the role is one; no limit of a role's or database's holds for it
 * @param mayUseReserved whether the role is a member of {@code pg_use_reserved_connections}
 * @param systemIdentifier the same for a server and its standbys; empty if the role may not ask
 * @param port as the server knows it; a proxy before it may have another
 * @param inRecovery whether it is a standby
 * @param version as a number, 180006 for 18.6
 */
public record ServerAllowance(
        int maxConnections,
        int reservedForSuperusers,
        int reserved,
        int roleLimit,
        boolean superuser,
        boolean mayUseReserved,
        OptionalLong systemIdentifier,
        int port,
        boolean inRecovery,
        int version) {
    private static final String ALL = """
            SELECT current_setting('max_connections')::int, current_setting('superuser_reserved_connections')::int,
                   coalesce(current_setting('reserved_connections', true), '0')::int, r.rolconnlimit, r.rolsuper,
                   EXISTS (SELECT FROM pg_roles u WHERE u.rolname = 'pg_use_reserved_connections'
                           AND pg_has_role(session_user, u.oid, 'usage')),
                   current_setting('port')::int, pg_is_in_recovery(), current_setting('server_version_num')::int
            FROM pg_roles r WHERE r.rolname = session_user
            """;

    /**
     * Asks the server, as the role that {@code connection} logged in with; in auto-commit.
     *
     * @throws SQLException if the server can't be asked
     */
    public static ServerAllowance of(Connection connection) throws SQLException {
        OptionalLong identifier = systemIdentifier(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ALL)) {
            if (!row.next()) {
                throw new SQLException("the role that is logged in doesn't exist any more", "28000");
            }
            return of(row, identifier);
        }
    }

    private static ServerAllowance of(ResultSet row, OptionalLong identifier) throws SQLException {
        return new ServerAllowance(
                row.getInt(1),
                row.getInt(2),
                row.getInt(3),
                row.getInt(4),
                row.getBoolean(5),
                row.getBoolean(6),
                identifier,
                row.getInt(7),
                row.getBoolean(8),
                row.getInt(9));
    }

    /** By itself: the right to ask may have been taken away, and would be looked for before anything is answered. */
    private static OptionalLong systemIdentifier(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT system_identifier FROM pg_control_system()")) {
            row.next();
            return OptionalLong.of(row.getLong(1));
        } catch (SQLException e) {
            if (Optional.ofNullable(e.getSQLState()).filter("42501"::equals).isPresent()) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    /** How many connections the server grants the role at most, if nobody else has any. A database's own limit is another matter. */
    public int allowed() {
        if (superuser) {
            return maxConnections;
        }
        int free = maxConnections - reservedForSuperusers - (mayUseReserved ? 0 : reserved);
        return Math.max(0, roleLimit < 0 ? free : Math.min(roleLimit, free));
    }
}
