package dev.holdfast.servers.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.Secret;
import dev.holdfast.core.SqlState;
import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Frontend;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of PgBouncer's admin console, on loopback. pgjdbc can't be one: it takes the console for a server older than
 * PostgreSQL 12 and begins with {@code SET extra_float_digits}, which the console refuses. One command, then it closes.
 */
public final class AdminConsole {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private AdminConsole() {}

    /**
     * Runs a command; its answer's rows, as maps from column to text.
     *
     * @throws SQLException with the console's message, or of class 08 if the connection failed
     */
    public static List<Map<String, String>> run(int port, String user, Secret password, String command)
            throws SQLException {
        Login login = Login.open(Endpoint.loopback(port), user, password, "pgbouncer", Map.of());
        try (Link link = login.link()) {
            link.send(Frontend.Query.of(command));
            return rows(link, Deadline.in(PATIENCE));
        } catch (IOException e) {
            throw new SQLException(
                    "PgBouncer's console doesn't answer: " + e.getMessage(), SqlState.CONNECTION_FAILURE.code(), e);
        }
    }

    private static List<Map<String, String>> rows(Link link, Deadline deadline) throws IOException, SQLException {
        List<Backend.Field> columns = List.of();
        List<Map<String, String>> rows = new ArrayList<>();
        Backend message = link.next(deadline);
        while (!(message instanceof Backend.ReadyForQuery)) {
            switch (message) {
                case Backend.RowDescription description -> columns = description.fields();
                case Backend.DataRow row -> rows.add(row(columns, row.values()));
                case Backend.ErrorResponse error -> throw Login.exception(error);
                default -> {}
            }
            message = link.next(deadline);
        }
        return rows;
    }

    private static Map<String, String> row(List<Backend.Field> columns, List<@Nullable Bytes> values) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Bytes value = values.get(i);
            row.put(columns.get(i).name().text(), value == null ? "" : value.text());
        }
        return row;
    }
}
