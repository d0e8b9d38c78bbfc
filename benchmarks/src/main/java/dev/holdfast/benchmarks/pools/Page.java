package dev.holdfast.benchmarks.pools;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What the benchmark prints: titles, tables in columns, and goals with whether they are met. Not thread-safe. */
final class Page {
    private final PrintWriter out;
    private final List<String[]> rows = new ArrayList<>();

    Page(PrintWriter out) {
        this.out = out;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void title(String text) {
        line("");
        line(text);
    }

    /** A row of the table that {@link #table} prints. */
    void row(String... cells) {
        rows.add(cells);
    }

    /** Prints the rows since the last one, in columns as wide as need be; a row's last cell may be longer. */
    void table() {
        int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int column = 0; column < row.length - 1; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        rows.forEach(row -> line(columns(row, widths)));
        rows.clear();
    }

    private static String columns(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder(" ");
        for (int column = 0; column < row.length; column++) {
            line.append(' ')
                    .append(row[column])
                    .append(" ".repeat(Math.max(0, widths[column] - row[column].length()) + 1));
        }
        return line.toString().stripTrailing();
    }

    static String verdict(boolean met) {
        return met ? "met" : "MISSED";
    }
}
