package dev.holdfast.connections.internal.postgres;

import dev.holdfast.core.Identifiers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.AutoSave;

/**
 * What makes a session on the server as new, in one message: what {@code DISCARD ALL} does, which can't be in one message with
 * a {@code ROLLBACK}, but for two things. The driver's own prepared statements stay, as they hold nothing of a
 * borrower's; those that were made by SQL go. And plans stay, as the server makes them anew when what they rest on changes.
 *
 * <p>A second message follows only if the session had something that seldom is there: a statement made by SQL's
 * {@code PREPARE}, or, before PostgreSQL 18, another {@code search_path}, of which the driver's prepared statements must not
 * keep the types.
 */
final class SessionReset {
    private static final int FLAGS = QueryExecutor.QUERY_SUPPRESS_BEGIN
            | QueryExecutor.QUERY_EXECUTE_AS_SIMPLE
            | QueryExecutor.QUERY_NO_BINARY_TRANSFER
            | QueryExecutor.QUERY_ONESHOT;

    /**
     * The settings first, so that no timeout and no search path of the borrower's is in force for the rest. {@code RESET ALL}
     * leaves the role alone. A session authorization other than its own may hide what follows from it.
     */
    private static final String SETTINGS = "SET SESSION AUTHORIZATION DEFAULT;RESET ROLE;RESET ALL;";

    private static final String REST = "CLOSE ALL;UNLISTEN *;DISCARD TEMP;DISCARD SEQUENCES;"
            + "SELECT pg_catalog.pg_advisory_unlock_all();SELECT (pg_catalog.pg_prepared_statement()).from_sql";

    /** Asked only if there are any: to let the server choose costs half as much again as everything else. */
    private static final String PREPARED = "SELECT name FROM pg_catalog.pg_prepared_statement() WHERE from_sql";

    private static final String PATH = "SELECT pg_catalog.current_setting('search_path');";

    private final QueryExecutor executor;
    private final boolean pathReported;
    private final Query afterNothing;
    private final Query afterTransaction;
    private final Query nothing;

    SessionReset(QueryExecutor executor) {
        this.executor = executor;
        this.pathReported = executor.getParameterStatus("search_path") != null;
        String sql = pathReported ? SETTINGS + REST : PATH + SETTINGS + PATH + REST;
        this.afterNothing = query(sql);
        this.afterTransaction = query("ROLLBACK;" + sql);
        this.nothing = query("");
    }

    /** As one piece: the driver would send it in several. */
    private Query query(String sql) {
        return executor.wrap(List.of(new NativeQuery(sql, SqlCommand.BLANK)));
    }

    /** Needs an answer, and changes nothing. */
    void ping() throws SQLException {
        run(nothing);
    }

    void run() throws SQLException {
        boolean idle = executor.getTransactionState() == TransactionState.IDLE;
        Answer answer = run(idle ? afterNothing : afterTransaction);
        if (!pathReported && answer.pathChanged()) {
            run(query("DEALLOCATE ALL")); // the driver takes notice
        } else if (answer.hasPrepared()) {
            run(query(deallocate(run(query(PREPARED)).names())));
        }
        if (executor.getTransactionState() != TransactionState.IDLE) {
            throw new SQLException("the session is still in a transaction after all was reset", "25001");
        }
    }

    private static String deallocate(List<String> names) {
        StringBuilder sql = new StringBuilder();
        for (String name : names) {
            sql.append("DEALLOCATE ").append(Identifiers.name(name)).append(';');
        }
        return sql.toString();
    }

    /** The driver would set a savepoint before, if it was told so, and not know the outcome. */
    private Answer run(Query query) throws SQLException {
        AutoSave before = executor.getAutoSave();
        executor.setAutoSave(AutoSave.NEVER);
        try {
            Answer answer = new Answer();
            executor.execute(query, null, answer, 0, 0, FLAGS);
            return answer;
        } finally {
            executor.setAutoSave(before);
        }
    }

    /** The rows, by their columns' names. */
    private static final class Answer extends ResultHandlerBase {
        private final List<String> paths = new ArrayList<>(2);
        private final List<String> names = new ArrayList<>(0);
        private boolean prepared;

        @Override
        public void handleResultRows(Query query, Field[] fields, List<Tuple> rows, @Nullable ResultCursor cursor) {
            for (Tuple row : rows) {
                take(fields[0].getColumnLabel(), new String(row.get(0), StandardCharsets.UTF_8));
            }
        }

        private void take(String column, String value) {
            switch (column) {
                case "from_sql" -> prepared |= value.equals("t");
                case "name" -> names.add(value);
                case "current_setting" -> paths.add(value);
                default -> {}
            }
        }

        @Override
        public void handleWarning(SQLWarning warning) {
            // Of no interest to anybody: the borrower is gone.
        }

        boolean hasPrepared() {
            return prepared;
        }

        List<String> names() {
            return names;
        }

        boolean pathChanged() {
            return paths.stream().distinct().count() > 1;
        }
    }
}
