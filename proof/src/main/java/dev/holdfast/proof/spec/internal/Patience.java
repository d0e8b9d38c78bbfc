package dev.holdfast.proof.spec.internal;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How long a step is waited for: then it is cancelled, and after as long again the file is given up.
 *
 * @param limit until it is cancelled
 * @param nanoTime the clock
 * @param onHang told of the step before it is cancelled, while all still stand as they do
 */
record Patience(Duration limit, LongSupplier nanoTime, Consumer<Act> onHang) {

    Clock start() {
        return new Clock(limit, nanoTime);
    }

    void hanging(Act act) {
        onHang.accept(act);
    }

    /** The time one step has been waited for. Not thread-safe. */
    static final class Clock {
        private final LongSupplier nanoTime;
        private final Duration limit;
        private final long started;
        private boolean cancelled;

        private Clock(Duration limit, LongSupplier nanoTime) {
            this.limit = limit;
            this.nanoTime = nanoTime;
            this.started = nanoTime.getAsLong();
        }

        private Duration spent() {
            return Duration.ofNanos(nanoTime.getAsLong() - started);
        }

        long seconds() {
            return spent().toSeconds();
        }

        boolean shouldCancel() {
            return !cancelled && spent().compareTo(limit) > 0;
        }

        void cancelled() {
            cancelled = true;
        }

        boolean isSpent() {
            return spent().compareTo(limit.multipliedBy(2)) > 0;
        }
    }
}
