package dev.holdfast.scenarios.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.scenarios.CommitCutMoment;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What happens at the server while a client is being cut off: it sees the commit held up, and then lets the server go on or
 * ends its backend. On a thread of its own, because the client waits meanwhile.
 */
final class CommitCutAccomplice {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String HELD =
            "select pid from pg_locks where locktype = 'advisory' and not granted and classid = ? and objid = ?";
    private static final String FLUSHED =
            "select pid from pg_stat_activity where application_name = ? and wait_event = 'SyncRep'";

    private final FutureTask<Boolean> task;

    private CommitCutAccomplice(Callable<Boolean> work) {
        this.task = new FutureTask<>(work);
        Thread.ofVirtual().name("holdfast-accomplice").start(task);
    }

    /** @param beside a connection to the server that nobody else uses until {@link #done} */
    static CommitCutAccomplice start(Connection beside, CommitCutAttempts attempts) throws SQLException {
        CommitCutStep step = attempts.step();
        if (step.server().held()) {
            Sql.text(beside, "select pg_advisory_lock(?, ?)::text", CommitCutServer.LOCKS, attempts.heldBy());
            return new CommitCutAccomplice(() -> held(beside, attempts));
        }
        return step.moment() == CommitCutMoment.FLUSHED_UNANSWERED
                ? new CommitCutAccomplice(() -> flushed(beside, attempts))
                : new CommitCutAccomplice(() -> true);
    }

    /** Waits for its end; whether everything was seen that was to be seen. */
    boolean done() throws SQLException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new SQLException("what should happen at the server failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean held(Connection beside, CommitCutAttempts attempts) throws SQLException {
        try {
            Optional<Integer> backend = await(beside, HELD, CommitCutServer.LOCKS, attempts.heldBy());
            boolean cut = backend.isPresent() && attempts.awaitCut(LIMIT);
            boolean ended = attempts.step().server() == CommitCutStep.Server.RELEASED
                    || (backend.isPresent() && terminated(beside, backend.get()));
            return cut && ended;
        } finally {
            Sql.text(beside, "select pg_advisory_unlock(?, ?)::text", CommitCutServer.LOCKS, attempts.heldBy());
        }
    }

    /** The commit is on disk; only now is the connection cut, and then nobody waits any more. */
    private static boolean flushed(Connection beside, CommitCutAttempts attempts) throws SQLException {
        try {
            Optional<Integer> backend = await(beside, FLUSHED, attempts.application());
            boolean cut = backend.isPresent() && attempts.awaitCut(LIMIT);
            attempts.disarm();
            return backend.isPresent() && terminated(beside, backend.get()) && cut;
        } finally {
            attempts.disarm(); // or the client would wait for ever
        }
    }

    /** Whether the backend is gone. */
    private static boolean terminated(Connection beside, int backend) throws SQLException {
        Sql.text(beside, "select pg_terminate_backend(?)::text", backend);
        Deadline deadline = Deadline.in(LIMIT);
        while (Sql.number(beside, "select count(*) from pg_stat_activity where pid = ?", backend) > 0) {
            if (deadline.passed()) {
                return false;
            }
            pause(beside);
        }
        return true;
    }

    private static Optional<Integer> await(Connection beside, String query, Object... arguments) throws SQLException {
        Deadline deadline = Deadline.in(LIMIT);
        Optional<Integer> backend = Sql.first(beside, row -> row.getInt(1), query, arguments);
        while (backend.isEmpty() && !deadline.passed()) {
            pause(beside);
            backend = Sql.first(beside, row -> row.getInt(1), query, arguments);
        }
        return backend;
    }

    /** Nobody tells what another session waits for; the server waits for us. */
    private static void pause(Connection beside) throws SQLException {
        Sql.text(beside, "select pg_sleep(0.001)::text");
    }
}
