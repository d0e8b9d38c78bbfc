package dev.holdfast.proof.internal;

import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Trial;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The sessions of a trial. The player's thread starts and ends scenes; others may only look and interrupt. */
final class Cast implements AutoCloseable {
    /** How many connections are opened at once; more only queue in the server's listen backlog. */
    private static final int OPENING = 16;

    private static final int FEW = 32;

    private final List<SessionRun> sessions;
    private volatile List<Thread> threads = List.of();

    private Cast(List<SessionRun> sessions) {
        this.sessions = List.copyOf(sessions);
    }

    static Cast nobody() {
        return new Cast(List.of());
    }

    /** Opens all connections; if one can't be opened, closes the others and throws. */
    static Cast connect(Trial trial, Form form, Clock clock, Findings findings) throws SQLException {
        Semaphore opening = new Semaphore(OPENING);
        List<Future<SessionRun>> opened = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < form.sessions(); number++) {
                int session = number;
                opened.add(executor.submit(
                        () -> new SessionRun(session, open(trial, session, opening), form, trial, clock, findings)));
            }
        }
        return collect(opened);
    }

    private static @Nullable Connection open(Trial trial, int session, Semaphore opening) throws Exception {
        if (trial.bringsConnections()) {
            return null;
        }
        opening.acquire();
        try {
            return trial.connect(session);
        } finally {
            opening.release();
        }
    }

    /** All have ended, well or not. */
    private static Cast collect(List<Future<SessionRun>> opened) throws SQLException {
        List<SessionRun> sessions = new ArrayList<>();
        SQLException failure = null;
        for (Future<SessionRun> one : opened) {
            if (one.state() == Future.State.SUCCESS) {
                sessions.add(one.resultNow());
            } else if (failure == null) {
                failure = asSqlException(one.exceptionNow());
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

    /** Wakes those who still play, wherever they wait: a thread in a socket call wakes up when its socket is closed. */
    void interrupt() {
        List<Thread> playing = threads;
        for (int number = 0; number < playing.size(); number++) {
            if (playing.get(number).isAlive()) {
                playing.get(number).interrupt();
                sessions.get(number).abort();
            }
        }
    }

    /**
     * Few sessions are faster, and nearer to their intended start, on threads of the system, many on virtual ones:
     * docs/decisions/0007 has the figures.
     */
    private Thread.Builder thread(int number) {
        Thread.Builder builder = sessions.size() <= FEW ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
        return builder.name("session-" + number);
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
    Scene start(int round, IntFunction<Part> parts, Runnable counted) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(sessions.size());
        CountDownLatch barrier = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        List<FutureTask<List<Event>>> playing = new ArrayList<>();
        for (SessionRun session : sessions) {
            FutureTask<List<Event>> task = new FutureTask<>(() -> {
                ready.countDown();
                barrier.await();
                return session.play(round, parts.apply(session.number()), counted);
            });
            playing.add(task);
            running.add(thread(session.number()).start(task));
        }
        threads = List.copyOf(running);
        ready.await();
        barrier.countDown();
        return new Scene(threads, playing);
    }

    /** Interrupts those who still play, then closes all connections. */
    @Override
    public void close() {
        interrupt();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            sessions.forEach(session -> executor.execute(session::close));
        }
    }
}
