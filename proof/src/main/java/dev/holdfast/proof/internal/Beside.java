package dev.holdfast.proof.internal;

import dev.holdfast.core.SqlState;

/** Something that goes on beside the sessions until it is closed. What it throws makes the verdict unknown. */
final class Beside implements AutoCloseable {
    /** May end by itself; is interrupted when it should. */
    @FunctionalInterface
    interface Loop {
        void run() throws Exception;
    }

    private final Thread thread;

    private Beside(Thread thread) {
        this.thread = thread;
    }

    static Beside start(String name, Loop loop, Collected findings) {
        return new Beside(Thread.ofPlatform().name("holdfast-" + name).daemon().start(() -> run(name, loop, findings)));
    }

    private static void run(String name, Loop loop, Collected findings) {
        try {
            loop.run();
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            String state = SqlState.of(e).map(s -> " (SQLSTATE " + s + ")").orElse("");
            findings.unknown("checker-threw", "the " + name + " threw " + Autopsy.brief(e) + state);
        }
    }

    /** Interrupts the loop and waits for its end. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
