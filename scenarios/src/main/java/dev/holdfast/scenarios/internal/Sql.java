package dev.holdfast.scenarios.internal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JDBC in one line each. */
public final class Sql {
    private Sql() {}

    /** Makes something of a row. */
    @FunctionalInterface
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Runs statements without parameters; several may be separated by semicolons. */
    public static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How many rows were written. */
    public static int update(Connection connection, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    /** All rows of a query. */
    public static <T> List<T> rows(Connection connection, Row<T> of, String sql, Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments);
                ResultSet row = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(of.of(row));
            }
            return rows;
        }
    }

    /** The first row of a query, if there is one. */
    public static <T> Optional<T> first(Connection connection, Row<T> of, String sql, Object... arguments)
            throws SQLException {
        List<T> rows = rows(connection, of, sql, arguments);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    /** The first column of the only row. */
    public static long number(Connection connection, String sql, Object... arguments) throws SQLException {
        return first(connection, row -> row.getLong(1), sql, arguments)
                .orElseThrow(() -> new SQLException("no row from: " + sql));
    }

    /** The first column of the only row. */
    public static String text(Connection connection, String sql, Object... arguments) throws SQLException {
        return first(connection, row -> row.getString(1), sql, arguments)
                .orElseThrow(() -> new SQLException("no row from: " + sql));
    }

    /** A {@code text[]} column as a list. */
    public static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return List.of((String[]) array.getArray());
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }
}
