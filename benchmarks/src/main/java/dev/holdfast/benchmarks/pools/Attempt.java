package dev.holdfast.benchmarks.pools;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A measurement that may fail without ending the others. */
final class Attempt {
    private Attempt() {}

    /** What {@code measurement} returns; empty after {@code failed} was told the reason. */
    static <T> Optional<T> of(Callable<T> measurement, Consumer<String> failed) {
        try {
            return Optional.of(measurement.call());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (Exception e) {
            failed.accept(e.getMessage() == null ? e.toString() : e.getMessage());
            return Optional.empty();
        }
    }
}
