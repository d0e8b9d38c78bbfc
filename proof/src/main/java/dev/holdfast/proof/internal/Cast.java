package dev.holdfast.proof.internal;

import dev.holdfast.proof.Event;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/** The sessions of a trial. The player's thread starts and ends scenes; others may only look and interrupt. */
final class Cast implements AutoCloseable {
    /** How many connections are opened at once; more only queue in the server's listen backlog. */
    private static final int OPENING = 16;

    private final List<SessionRun> sessions;
    private volatile List<Thread> threads = List.of();

    private Cast(List<SessionRun> sessions) {
        this.sessions = List.copyOf(sessions);
    }

    static Cast nobody() {
        return new Cast(List.of());
    }

    /** Opens all connections; if one can't be opened, closes the others and throws. */
    static Cast connect(Trial trial, Form form) throws SQLException, InterruptedException {
        Semaphore opening = new Semaphore(OPENING);
        List<Future<SessionRun>> opened = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < form.sessions(); number++) {
                int session = number;
                opened.add(executor.submit(() -> open(trial, form, session, opening)));
            }
        }
        return collect(opened);
    }

    private static SessionRun open(Trial trial, Form form, int session, Semaphore opening) throws Exception {
        opening.acquire();
        try {
            Connection connection = trial.connect(session);
            return new SessionRun(session, connection, form);
        } finally {
            opening.release();
        }
    }

    private static Cast collect(List<Future<SessionRun>> opened) throws SQLException, InterruptedException {
        List<SessionRun> sessions = new ArrayList<>();
        SQLException failure = null;
        for (Future<SessionRun> one : opened) {
            try {
                sessions.add(one.get());
            } catch (ExecutionException e) {
                failure = failure == null ? asSqlException(Autopsy.cause(e)) : failure;
            }
        }
        if (failure != null) {
            sessions.forEach(SessionRun::close);
            throw failure;
        }
        return new Cast(sessions);
    }

    private static SQLException asSqlException(Throwable cause) {
        return cause instanceof SQLException sql ? sql : new SQLException("could not open a session: " + cause, cause);
    }

    List<SessionRun> sessions() {
        return sessions;
    }

    int size() {
        return sessions.size();
    }

    List<Thread> threads() {
        return threads;
    }

    void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    /** A round that has started. */
    record Scene(List<Thread> threads, List<FutureTask<List<Event>>> parts) {
        /** Waits for all sessions and returns what they did. What a session threw makes the verdict unknown. */
        List<Event> end(Collected findings) throws InterruptedException {
            List<Event> events = new ArrayList<>();
            for (FutureTask<List<Event>> part : parts) {
                try {
                    events.addAll(part.get());
                } catch (ExecutionException e) {
                    findings.unknown("session-threw", "a session threw " + Autopsy.brief(Autopsy.cause(e)));
                }
            }
            return events;
        }
    }

    /** Puts every session on a thread, waits until all are at the barrier, and lets them go together. */
    Scene start(int round, IntFunction<Iterator<Step>> steps, Trial trial, Clock clock, Runnable counted)
            throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(sessions.size());
        CountDownLatch barrier = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        List<FutureTask<List<Event>>> parts = new ArrayList<>();
        for (SessionRun session : sessions) {
            FutureTask<List<Event>> part =
                    new FutureTask<>(part(session, round, steps, trial, clock, counted, ready, barrier));
            parts.add(part);
            running.add(Thread.ofVirtual().name("session-" + session.number()).start(part));
        }
        threads = List.copyOf(running);
        ready.await();
        barrier.countDown();
        return new Scene(threads, parts);
    }

    private static Callable<List<Event>> part(
            SessionRun session,
            int round,
            IntFunction<Iterator<Step>> steps,
            Trial trial,
            Clock clock,
            Runnable counted,
            CountDownLatch ready,
            CountDownLatch barrier) {
        return () -> {
            ready.countDown();
            barrier.await();
            return session.play(round, steps.apply(session.number()), trial, clock, counted);
        };
    }

    @Override
    public void close() {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            sessions.forEach(session -> executor.execute(session::close));
        }
    }
}
