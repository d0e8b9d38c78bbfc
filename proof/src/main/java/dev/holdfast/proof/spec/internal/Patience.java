package dev.holdfast.proof.spec.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How long something is waited for: then it is cancelled, and after as long again the file is given up.
 *
 * @param limit until it is cancelled
 * @param nanoTime the clock
 * @param onHang told what hangs before it is cancelled, while all still stand as they do
 */
record Patience(Duration limit, LongSupplier nanoTime, Consumer<String> onHang) {

    Clock start(String what) {
        return new Clock(this, what);
    }

    /** The time that one thing has been waited for. Not thread-safe. */
    static final class Clock {
        private final Patience patience;
        private final String what;
        private final long started;
        private boolean cancelled;

        private Clock(Patience patience, String what) {
            this.patience = patience;
            this.what = what;
            this.started = patience.nanoTime.getAsLong();
        }

        private Duration spent() {
            return Duration.ofNanos(patience.nanoTime.getAsLong() - started);
        }

        long seconds() {
            return spent().toSeconds();
        }

        /**
         * Cancels what {@code link} does, once, if it is time for that.
         *
         * @return whether it did
         */
        boolean cancelIfDue(Link link) throws IOException {
            if (cancelled || spent().compareTo(patience.limit) <= 0) {
                return false;
            }
            hangs();
            link.cancel();
            cancelled = true;
            return true;
        }

        void hangs() {
            patience.onHang.accept(what);
        }

        boolean isSpent() {
            return spent().compareTo(patience.limit.multipliedBy(2)) > 0;
        }
    }
}
