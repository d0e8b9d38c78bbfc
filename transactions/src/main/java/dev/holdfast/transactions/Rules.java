package dev.holdfast.transactions;

import static dev.holdfast.transactions.Recovery.NEVER;
import static dev.holdfast.transactions.Recovery.RETRY_AFTER;
import static dev.holdfast.transactions.Recovery.RETRY_NOW;
import static dev.holdfast.transactions.Rule.answered;
import static dev.holdfast.transactions.Rule.ended;

import dev.holdfast.core.SqlState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table of errors, as data. {@code docs/guide/transactions.md} is made from it.
 *
 * <p>No row says 429: no error of PostgreSQL is about how often one client of the service has asked.
 */
final class Rules {
    private static final String ERRCODES = "PostgreSQL, Appendix A";
    private static final String ISOLATION = "PostgreSQL, 13.5 Serialization Failure Handling";
    private static final String FLOW = "PostgreSQL, 54.2 Message Flow";
    private static final String TIMEOUTS = "PostgreSQL, 19.11 Client Connection Defaults";
    private static final String LIMITS = "PostgreSQL, 19.3 Connections and Authentication";
    private static final String PGJDBC = "pgjdbc, PSQLState";
    private static final String JDBC = "java.sql, Javadoc";

    private static final List<Rule> CONFLICTS = List.of(
            answered(
                    "40001",
                    "serialization_failure",
                    RETRY_NOW,
                    409,
                    "Lost a race; the whole transaction has to be repeated, as what it read has changed.",
                    ISOLATION),
            answered(
                    "40P01",
                    "deadlock_detected",
                    RETRY_NOW,
                    409,
                    "Was chosen to end a deadlock; the others go on.",
                    ISOLATION),
            answered(
                    "40002",
                    "transaction_integrity_constraint_violation",
                    NEVER,
                    409,
                    "A constraint, checked at the end.",
                    ERRCODES),
            ended(
                    "40003",
                    "statement_completion_unknown",
                    RETRY_NOW,
                    RETRY_NOW,
                    503,
                    "Says itself that it doesn't know; before COMMIT that doesn't matter.",
                    ERRCODES),
            answered("40", "transaction rollback", RETRY_NOW, 409, "The server rolled back.", ERRCODES),
            answered(
                    "55P03",
                    "lock_not_available",
                    RETRY_AFTER,
                    503,
                    "NOWAIT or lock_timeout; whoever holds the lock needs time.",
                    TIMEOUTS),
            answered(
                    "55006",
                    "object_in_use",
                    RETRY_AFTER,
                    409,
                    "Somebody uses what was to be changed, for example a template database.",
                    ERRCODES),
            answered("55", "object not in prerequisite state", NEVER, 500, "Won't change by itself.", ERRCODES),
            answered(
                    "72000",
                    "snapshot_too_old",
                    RETRY_NOW,
                    409,
                    "A new transaction has a new snapshot; up to PostgreSQL 16.",
                    ERRCODES),
            answered(
                            "XX000",
                            "internal_error",
                            RETRY_NOW,
                            409,
                            "Two sessions changed one row of a catalog, as by ALTER ROLE.",
                            "PostgreSQL, simple_heap_update")
                    .saying("tuple concurrently"),
            answered(
                            "0A000",
                            "feature_not_supported",
                            RETRY_NOW,
                            503,
                            "A table changed under a prepared statement; its next use is planned anew.",
                            "PostgreSQL, plancache.c")
                    .saying("cached plan must not change result type"),
            answered(
                    "26000",
                    "invalid_sql_statement_name",
                    RETRY_NOW,
                    500,
                    "A prepared statement is gone: DISCARD ALL, or a transaction pooler without prepared statements.",
                    "pgjdbc, Server Prepared Statements"),
            answered(
                    "42P05",
                    "duplicate_prepared_statement",
                    RETRY_NOW,
                    500,
                    "A transaction pooler without prepared statements gave us another session.",
                    "PgBouncer, FAQ"));

    private static final List<Rule> REFUSALS = List.of(
            answered("23502", "not_null_violation", NEVER, 400, "The same data would be refused again.", ERRCODES),
            answered("23514", "check_violation", NEVER, 400, "The same data would be refused again.", ERRCODES),
            answered(
                    "23",
                    "integrity constraint violation",
                    NEVER,
                    409,
                    "Contradicts what is there: unique, foreign key, exclusion; also if deferred to COMMIT.",
                    ERRCODES),
            answered("22", "data exception", NEVER, 400, "The same value would be refused again.", ERRCODES),
            answered("21", "cardinality violation", NEVER, 500, "The statement is wrong.", ERRCODES),
            answered("42", "syntax error or access rule violation", NEVER, 500, "The statement is wrong.", ERRCODES),
            answered("44", "with check option violation", NEVER, 409, "The same row would be refused again.", ERRCODES),
            answered("0A", "feature not supported", NEVER, 500, "Won't be supported by then.", ERRCODES),
            answered("54", "program limit exceeded", NEVER, 500, "Too complex, also next time.", ERRCODES),
            answered("P0002", "no_data_found", NEVER, 404, "PL/pgSQL's STRICT found nothing.", ERRCODES),
            answered(
                    "P0",
                    "PL/pgSQL error",
                    NEVER,
                    500,
                    "Raised by the database's own code (P0001); only the application knows what it means.",
                    ERRCODES),
            answered(
                    "25006",
                    "read_only_sql_transaction",
                    RETRY_AFTER,
                    503,
                    "After a failover the connection leads to a standby; a new one may not. Never, if we asked for it.",
                    "PostgreSQL, 26.4 Hot Standby"),
            answered("25001", "active_sql_transaction", NEVER, 500, "Can't be done inside of a transaction.", ERRCODES),
            answered(
                    "25P02",
                    "in_failed_sql_transaction",
                    NEVER,
                    500,
                    "A consequence: what failed first decides, if the driver has kept it.",
                    "pgjdbc, PSQLException causes"));

    private static final List<Rule> SESSIONS = List.of(
            ended(
                    "57P01",
                    "admin_shutdown",
                    RETRY_AFTER,
                    RETRY_NOW,
                    503,
                    "Terminated; at COMMIT it can come between COMMIT's own answer and the end of the message.",
                    FLOW),
            ended(
                    "57P02",
                    "crash_shutdown",
                    RETRY_AFTER,
                    RETRY_AFTER,
                    503,
                    "Another session crashed; the server recovers first.",
                    ERRCODES),
            ended(
                    "57P03",
                    "cannot_connect_now",
                    RETRY_AFTER,
                    RETRY_AFTER,
                    503,
                    "Starting, stopping or recovering.",
                    ERRCODES),
            ended("57P04", "database_dropped", NEVER, NEVER, 500, "Won't come back.", ERRCODES),
            ended("57P05", "idle_session_timeout", RETRY_NOW, RETRY_NOW, 503, "A new one is not idle.", TIMEOUTS),
            answered(
                    "57014",
                    "query_canceled",
                    NEVER,
                    504,
                    "statement_timeout, or somebody's wish; it would take as long again.",
                    TIMEOUTS),
            ended("57", "operator intervention", RETRY_AFTER, RETRY_AFTER, 503, "Somebody is at work.", ERRCODES),
            ended(
                    "25P03",
                    "idle_in_transaction_session_timeout",
                    RETRY_AFTER,
                    RETRY_AFTER,
                    503,
                    "The application paused inside of the transaction.",
                    TIMEOUTS),
            ended("25P04", "transaction_timeout", NEVER, NEVER, 504, "It would take as long again.", TIMEOUTS),
            ended("25", "invalid transaction state", NEVER, NEVER, 500, "A mistake in the application.", ERRCODES),
            ended(
                    "53100",
                    "disk_full",
                    RETRY_AFTER,
                    RETRY_AFTER,
                    503,
                    "Another query's temporary files may go. While COMMIT writes its WAL the server crashes of it.",
                    ERRCODES),
            ended("53200", "out_of_memory", RETRY_AFTER, RETRY_AFTER, 503, "Others may give theirs back.", ERRCODES),
            ended("53300", "too_many_connections", RETRY_AFTER, RETRY_AFTER, 503, "Others may end.", LIMITS),
            ended(
                    "53400",
                    "configuration_limit_exceeded",
                    NEVER,
                    NEVER,
                    500,
                    "For example temp_file_limit: it would need as much again.",
                    ERRCODES),
            ended("53", "insufficient resources", RETRY_AFTER, RETRY_AFTER, 503, "Others may end.", ERRCODES),
            ended(
                    "58",
                    "system error",
                    NEVER,
                    NEVER,
                    500,
                    "The server's disk or files; somebody has to look.",
                    ERRCODES),
            ended("XX", "internal error", NEVER, NEVER, 500, "A bug or corruption; somebody has to look.", ERRCODES));

    private static final List<Rule> CONNECTIONS = List.of(
            ended(
                    "08001",
                    "sqlclient_unable_to_establish_sqlconnection",
                    RETRY_AFTER,
                    RETRY_NOW,
                    503,
                    "Refused, unknown host, or no primary among the hosts; starting over may need a while.",
                    PGJDBC),
            ended(
                    "08003",
                    "connection_does_not_exist",
                    RETRY_NOW,
                    RETRY_NOW,
                    503,
                    "\"This connection has been closed\": the pool or the driver noticed before us.",
                    PGJDBC),
            ended(
                    "08004",
                    "sqlserver_rejected_establishment_of_sqlconnection",
                    NEVER,
                    NEVER,
                    500,
                    "The driver and the server don't agree on how to log in.",
                    PGJDBC),
            ended(
                    "08006",
                    "connection_failure",
                    RETRY_AFTER,
                    RETRY_NOW,
                    503,
                    "\"An I/O error occurred\", also a socketTimeout. Before COMMIT was sent nothing is committed.",
                    PGJDBC),
            ended(
                    "08007",
                    "transaction_resolution_unknown",
                    RETRY_AFTER,
                    RETRY_NOW,
                    503,
                    "Says itself that it doesn't know; before COMMIT that doesn't matter.",
                    ERRCODES),
            ended(
                    "08P01",
                    "protocol_violation",
                    RETRY_AFTER,
                    NEVER,
                    500,
                    "A NUL in a string, a broken proxy; PgBouncer says it for most of its refusals, also \"too many\".",
                    ERRCODES),
            ended("08", "connection exception", RETRY_AFTER, RETRY_NOW, 503, "The session is gone.", ERRCODES),
            ended(
                    "28P01",
                    "invalid_password",
                    NEVER,
                    NEVER,
                    503,
                    "The same DataSource has the same password. Rotation is for who owns it; repeated logins lock accounts.",
                    ERRCODES),
            ended("28", "invalid authorization specification", NEVER, NEVER, 500, "Not allowed to log in.", ERRCODES),
            ended("3D000", "invalid_catalog_name", NEVER, NEVER, 500, "There is no such database.", ERRCODES));

    /** For errors without SQLSTATE. The nearest superclass that has a row decides. */
    private static final List<Rule> TYPES = List.of(
            ended(
                    "SQLTimeoutException",
                    "driver's or pool's timeout",
                    RETRY_AFTER,
                    NEVER,
                    504,
                    "Waiting for a connection may help; a statement would take as long again.",
                    JDBC),
            ended(
                    "SQLTransientConnectionException",
                    "no connection, for now",
                    RETRY_AFTER,
                    RETRY_NOW,
                    503,
                    "HikariCP's \"Connection is not available, request timed out\".",
                    "HikariCP, HikariPool"),
            ended(
                    "SQLTransactionRollbackException",
                    "rolled back",
                    RETRY_NOW,
                    RETRY_NOW,
                    409,
                    "By a driver that gives no SQLSTATE.",
                    JDBC),
            ended("SQLTransientException", "transient", RETRY_AFTER, RETRY_AFTER, 503, "Says so.", JDBC),
            ended("SQLRecoverableException", "recoverable", RETRY_AFTER, RETRY_NOW, 503, "By a new connection.", JDBC),
            ended("SQLNonTransientConnectionException", "connection refused", NEVER, NEVER, 503, "Says so.", JDBC),
            ended("SQLNonTransientException", "not transient", NEVER, NEVER, 500, "Says so.", JDBC),
            ended(
                    "SQLException",
                    "without SQLSTATE",
                    RETRY_AFTER,
                    NEVER,
                    500,
                    "While connecting nothing is lost by trying: pools that report their timeout like this.",
                    "Agroal, acquisition timeout"),
            ended("IOException", "network", RETRY_AFTER, RETRY_NOW, 503, "The session is gone.", "java.io, Javadoc"));

    private static final Rule OTHER =
            ended("", "anything else", NEVER, NEVER, 500, "Not known to be worth repeating.", "caution");

    private Rules() {}

    /** All rows, in the order of the guide. */
    static List<List<Rule>> tables() {
        return List.of(CONFLICTS, REFUSALS, SESSIONS, CONNECTIONS, TYPES, List.of(OTHER));
    }

    /** The row for an SQLSTATE: its own, else its class's, else the one for everything. */
    static Rule forState(SqlState state, String message) {
        return find(state.code(), message)
                .or(() -> find(state.errorClass(), message))
                .orElse(OTHER);
    }

    /** The row for an error without SQLSTATE, if its type or a supertype has one. */
    static Optional<Rule> forType(@Nullable Class<?> type) {
        return type == null ? Optional.empty() : find(type.getSimpleName(), "").or(() -> forType(type.getSuperclass()));
    }

    static Rule other() {
        return OTHER;
    }

    private static Optional<Rule> find(String code, String message) {
        return tables().stream()
                .flatMap(List::stream)
                .filter(rule -> rule.code().equals(code) && message.contains(rule.text()))
                .findFirst();
    }
}
