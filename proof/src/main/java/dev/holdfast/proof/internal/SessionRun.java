package dev.holdfast.proof.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One session: its connection, its place in the plan, and the events of the round being played. The fields without
 * {@code volatile} belong to the session's thread of the round; threads of successive rounds are ordered by start and join.
 */
final class SessionRun implements Session {
    private final int number;
    private final @Nullable Connection connection;
    private final Form form;
    private final Trial trial;
    private final Clock clock;
    private final Findings findings;
    private int round;

    /** Steps begun so far; read by the lock watch to tell one wait from the next. */
    private volatile long begun;

    /** {@code connection} is null where the work brings its own. */
    SessionRun(int number, @Nullable Connection connection, Form form, Trial trial, Clock clock, Findings findings) {
        this.number = number;
        this.connection = connection;
        this.form = form;
        this.trial = trial;
        this.clock = clock;
        this.findings = findings;
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
        if (connection == null) {
            throw new UnsupportedOperationException("the sessions of this trial bring their own connections");
        }
        return work.on(connection);
    }

    long begun() {
        return begun;
    }

    /** Plays one round, to its end or until the session is interrupted or can't go on. */
    List<Event> play(int roundNumber, Part part, Runnable counted) {
        round = roundNumber;
        List<Event> events = new ArrayList<>();
        long start = clock.nanos();
        long due = due(start, 0);
        for (int index = 0; part.has(index, due) && !awaitUntil(due) && !(part.load() && lost()); index++) {
            events.add(perform(part.step(index), due));
            counted.run();
            due = due(start, index + 1);
        }
        return events;
    }

    private long due(long start, int index) {
        return start + form.pace().due(form.sessions(), number, index, clock.nanos() - start);
    }

    private Event perform(Step step, long due) {
        begin();
        long invoked = clock.nanos();
        Outcome outcome = outcome(step);
        return new Event(number, round, step, due, invoked, clock.nanos(), outcome);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the session's own thread writes
    private void begin() {
        begun++;
    }

    /** A step that throws what it must not may have been done: the history keeps it, in doubt. */
    private Outcome outcome(Step step) {
        try {
            return trial.perform(this, step);
        } catch (SQLException e) {
            boolean lost = SqlState.of(e).map(SqlState::losesSession).orElse(true);
            return lost ? Outcome.atCommit(e) : Outcome.aborted(e);
        } catch (RuntimeException | Error e) {
            findings.unknown("session-threw", "session " + number + " threw " + Autopsy.brief(e));
            return new Outcome.MaybeCommitted(e.toString(), Optional.empty());
        }
    }

    /** Whether the session was interrupted. */
    private boolean awaitUntil(long due) {
        for (long left = due - clock.nanos();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = due - clock.nanos()) {
            LockSupport.parkNanos(left);
        }
        return Thread.currentThread().isInterrupted();
    }

    /** A load on a connection that is gone would only count errors, as fast as it can. */
    private boolean lost() {
        try {
            return connection != null && connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Closes the socket under whoever is using it. */
    void abort() {
        try {
            if (connection != null) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException lost) {
            assert lost != null;
        }
    }

    /** The server ends what a lost connection can't. */
    void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException lost) {
            assert lost != null;
        }
    }
}
