package dev.holdfast.proof.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One session: its connection, its place in the plan, and the events of the round being played. The fields without
 * {@code volatile} belong to the session's thread of the round; threads of successive rounds are ordered by start and join.
 */
final class SessionRun implements Session {
    private final int number;
    private final Connection connection;
    private final Form form;
    private int round;

    /** Steps begun so far; read by the lock watch to tell one wait from the next. */
    private volatile long begun;

    SessionRun(int number, Connection connection, Form form) {
        this.number = number;
        this.connection = connection;
        this.form = form;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public int round() {
        return round;
    }

    @Override
    public <T> T call(Work<T> work) throws SQLException {
        return work.on(connection);
    }

    long begun() {
        return begun;
    }

    /** Plays one round: {@code clock} gives nanoseconds since the trial began. */
    List<Event> play(int roundNumber, Iterator<Step> steps, Trial trial, Clock clock, Runnable counted) {
        round = roundNumber;
        List<Event> events = new ArrayList<>();
        long start = clock.nanos();
        for (int index = 0; steps.hasNext(); index++) {
            long due = start + form.pace().due(form.sessions(), number, index, clock.nanos() - start);
            awaitUntil(due, clock);
            events.add(perform(steps.next(), due, trial, clock));
            counted.run();
        }
        return events;
    }

    private Event perform(Step step, long due, Trial trial, Clock clock) {
        begin();
        long invoked = clock.nanos();
        Outcome outcome = outcome(step, trial);
        return new Event(number, round, step, due, invoked, clock.nanos(), outcome);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the session's own thread writes
    private void begin() {
        begun++;
    }

    private Outcome outcome(Step step, Trial trial) {
        try {
            return trial.perform(this, step);
        } catch (SQLException e) {
            boolean lost = SqlState.of(e).map(SqlState::losesSession).orElse(true);
            return lost ? Outcome.atCommit(e) : Outcome.aborted(e);
        }
    }

    private static void awaitUntil(long due, Clock clock) {
        for (long left = due - clock.nanos(); left > 0; left = due - clock.nanos()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    /** The server ends what a lost connection can't. */
    void close() {
        try {
            connection.close();
        } catch (SQLException lost) {
            assert lost != null;
        }
    }
}
