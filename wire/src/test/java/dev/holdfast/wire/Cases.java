package dev.holdfast.wire;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Many random cases, each from a seed of its own, which a failure tells. */
final class Cases {
    static final boolean LONG = Boolean.getBoolean("holdfast.long");

    private static final long SEED = Long.getLong("holdfast.seed", 2026);

    private Cases() {}

    /** {@code quick} cases, a hundred times as many in the long form. */
    static void each(int quick, Consumer<SplittableRandom> one) {
        long count = LONG ? 100L * quick : quick;
        for (long seed = SEED; seed < SEED + count; seed++) {
            try {
                one.accept(new SplittableRandom(seed));
            } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
                throw new AssertionError(
                        "the case fails first with -Dholdfast.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
