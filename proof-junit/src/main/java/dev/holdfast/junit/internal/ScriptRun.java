package dev.holdfast.junit.internal;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Sends a script's statements one by one; each is its own transaction, unless the script says BEGIN. */
final class ScriptRun {
    private static final String DUPLICATE_OBJECT = "42710";

    private final SqlScript script;
    private final Connection connection;

    /**
     * Of one script.
     *
     * @param connection in auto-commit mode, using the simple protocol
     */
    ScriptRun(SqlScript script, Connection connection) {
        this.script = script;
        this.connection = connection;
    }

    /**
     * To the end, or to the first statement that fails.
     *
     * @throws TemplateFailed if one does, or a transaction is left open
     */
    void run() throws SQLException, IOException {
        for (SqlStatement statement : script.statements()) {
            send(statement);
        }
        refuseOpenTransaction();
    }

    private void send(SqlStatement statement) throws IOException {
        try {
            if (statement.data().isPresent()) {
                copy(statement.text(), statement.data().get());
            } else {
                execute(statement.text());
            }
        } catch (SQLException e) {
            throw failed(statement, e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private void copy(String sql, String data) throws SQLException, IOException {
        new CopyManager(connection.unwrap(BaseConnection.class)).copyIn(sql, new StringReader(data));
    }

    private void refuseOpenTransaction() throws SQLException {
        if (connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
            throw new TemplateFailed(
                    script.name() + " ends within a transaction",
                    "What it did since BEGIN would be lost.",
                    "Write COMMIT; at its end.",
                    null);
        }
    }

    private TemplateFailed failed(SqlStatement statement, SQLException e) {
        Optional<ServerErrorMessage> answer = answer(e);
        String place = answer.map(ServerErrorMessage::getPosition)
                .filter(position -> position > 0)
                .map(statement::place)
                .orElse("line " + statement.line());
        return new TemplateFailed(
                script.name() + ", " + place + ": "
                        + answer.map(ServerErrorMessage::getMessage).orElse(String.valueOf(e.getMessage())),
                detail(statement, e, answer),
                hint(statement, e, answer),
                e);
    }

    private static Optional<ServerErrorMessage> answer(SQLException e) {
        return e instanceof PSQLException psql ? Optional.ofNullable(psql.getServerErrorMessage()) : Optional.empty();
    }

    private static String detail(SqlStatement statement, SQLException e, Optional<ServerErrorMessage> answer) {
        return sentence(answer.map(ServerErrorMessage::getDetail).orElse(null))
                + sentence(answer.map(ServerErrorMessage::getWhere).orElse(null))
                + "SQLSTATE " + e.getSQLState() + ". The statement, from line " + statement.line() + ": "
                + statement.excerpt();
    }

    private static String sentence(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s*\\n\\s*", "; ").replaceFirst("[^.]$", "$0.") + " ";
    }

    private static String hint(SqlStatement statement, SQLException e, Optional<ServerErrorMessage> answer) {
        String start = statement.text().toUpperCase(Locale.ROOT);
        return DUPLICATE_OBJECT.equals(e.getSQLState()) && start.matches("(?s)CREATE\\s+(ROLE|USER|GROUP)\\b.*")
                ? "Roles belong to the whole server, and it has this one already; create it only if pg_roles hasn't got it,"
                        + " in a DO block."
                : answer.map(ServerErrorMessage::getHint).orElse("");
    }
}
