package dev.holdfast.micrometer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.connections.Connections;
import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.Statistics.Part;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The statistics of a moment, renewed when they are read and older than a second. Thread-safe. */
final class Moment {
    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    private final Connections connections;
    private final Clock clock;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile Consumer<Statistics> onChange = statistics -> {};
    private volatile Statistics statistics;

    @GuardedBy("renewing")
    private long takenAt;

    Moment(Connections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
        this.takenAt = clock.monotonicTime();
        this.statistics = connections.statistics();
    }

    /** Told of these statistics, and of those to come. */
    void onChange(Consumer<Statistics> listener) {
        onChange = listener;
        listener.accept(statistics);
    }

    /** Whoever comes while another renews them reads the old ones; so does a listener that reads a meter. */
    private Statistics now() {
        if (!renewing.isHeldByCurrentThread() && renewing.tryLock()) {
            try {
                renew();
            } finally {
                renewing.unlock();
            }
        }
        return statistics;
    }

    @GuardedBy("renewing")
    private void renew() {
        long time = clock.monotonicTime();
        if (time - takenAt >= FRESH) {
            takenAt = time;
            statistics = connections.statistics();
            onChange.accept(statistics);
        }
    }

    int budget() {
        return now().budget();
    }

    int used() {
        return now().used();
    }

    Part system() {
        return now().system();
    }

    /** All tenants together: what isn't the system database's. */
    Part tenants() {
        Statistics now = now();
        return Parts.difference(now.total(), now.system());
    }
}
