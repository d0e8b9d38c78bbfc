package dev.holdfast.scenarios.internal;

import dev.holdfast.scenarios.FaultClient;
import dev.holdfast.scenarios.FaultPhase;
import dev.holdfast.scenarios.ServerFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/** One row to be appended in a transaction; a victim's first attempt then stays in its phase until it is struck. */
final class FaultAppend implements FaultClient.Work {
    private final String key;
    private final Consumer<SQLException> errors;
    private final Visit visit;
    private boolean attempted;
    private boolean done;
    private long backend;

    /** What is done after the row, in the first attempt. */
    @FunctionalInterface
    interface Visit {
        void on(Connection connection, long backend) throws SQLException;
    }

    private FaultAppend(String key, Consumer<SQLException> errors, Visit visit) {
        this.key = key;
        this.errors = errors;
        this.visit = visit;
    }

    /** {@code errors} is told what the work itself sees, whatever the client makes of it. */
    static FaultAppend plain(String key, Consumer<SQLException> errors) {
        return new FaultAppend(key, errors, (connection, backend) -> {});
    }

    /** Appends, and sets what will end the connection while it is idle. */
    static FaultAppend before(String key, Consumer<SQLException> errors, ServerFault fault) {
        return new FaultAppend(key, errors, (connection, backend) -> {
            if (fault == ServerFault.IDLE_SESSION_TIMEOUT) {
                Sql.run(connection, FaultHand.setting(fault));
            }
        });
    }

    /** Appends, and stays in {@code phase}. */
    static FaultAppend victim(
            String key,
            Consumer<SQLException> errors,
            ServerFault fault,
            FaultPhase phase,
            int session,
            FaultMoment moment) {
        return new FaultAppend(key, errors, (connection, backend) -> {
            boolean later = phase == FaultPhase.IDLE || phase == FaultPhase.CONNECTING;
            if (!later) {
                if (!FaultHand.setting(fault).isEmpty()) {
                    Sql.run(connection, FaultHand.setting(fault));
                }
                moment.arrive(session, backend);
                stay(connection, fault, phase, moment);
            }
        });
    }

    private static void stay(Connection connection, ServerFault fault, FaultPhase phase, FaultMoment moment)
            throws SQLException {
        switch (phase) {
            case IDLE_IN_TRANSACTION -> {
                moment.awaitStruck();
                Sql.number(connection, "select 1");
            }
            case ACTIVE -> Sql.text(connection, "select pg_sleep(?)::text", fault == ServerFault.SUSPEND ? 3 : 60);
            case LOCK_WAIT -> Sql.number(connection, "select n from fault_gate for share");
            default -> throw new IllegalStateException("nobody stays " + phase.words());
        }
    }

    @Override
    public void on(Connection connection) throws SQLException {
        boolean first = !attempted;
        attempted = true;
        done = false;
        try {
            backend = Sql.number(connection, "insert into fault_rows (key) values (?) returning pg_backend_pid()", key);
            if (first) {
                visit.on(connection, backend);
            }
        } catch (SQLException e) {
            errors.accept(e);
            throw e;
        }
        done = true;
    }

    /** Whether the last attempt came to its end, so that what failed later was COMMIT. */
    boolean done() {
        return done;
    }

    /** Of the last attempt. */
    long backend() {
        return backend;
    }
}
