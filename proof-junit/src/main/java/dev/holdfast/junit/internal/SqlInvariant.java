package dev.holdfast.junit.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** SQL whose rows are violations. */
record SqlInvariant(String name, String sql) {
    private static final int SHOWN = 10;

    /** The rows as text, a line each, if there are any. */
    Optional<String> violations(Connection oracle) throws SQLException {
        try (Statement statement = oracle.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> shown = new ArrayList<>();
            int count = 0;
            for (; rows.next(); count++) {
                if (count < SHOWN) {
                    shown.add("  " + text(rows));
                }
            }
            if (count > SHOWN) {
                shown.add("  … " + (count - SHOWN) + " more");
            }
            return count == 0 ? Optional.empty() : Optional.of(counted(count) + "\n" + String.join("\n", shown));
        }
    }

    private static String counted(int rows) {
        return rows == 1 ? "1 row:" : rows + " rows:";
    }

    private static String text(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        StringJoiner text = new StringJoiner(", ");
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            text.add(columns.getColumnLabel(column) + "=" + row.getString(column));
        }
        return text.toString();
    }
}
