package dev.holdfast.transactions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only while somebody waits. For one thread. */
final class FakeTime implements Time {
    final List<Duration> waits = new ArrayList<>();
    private final Waited waited;
    private long now;

    interface Waited {
        void waited(int wait) throws InterruptedException;
    }

    FakeTime() {
        this(wait -> {});
    }

    /** Calls {@code waited} with 1, 2, … at each wait. */
    FakeTime(Waited waited) {
        this.waited = waited;
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void await(Duration duration) throws InterruptedException {
        waits.add(duration);
        now += duration.toNanos();
        waited.waited(waits.size());
    }
}
