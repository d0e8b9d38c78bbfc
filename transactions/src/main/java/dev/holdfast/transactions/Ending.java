package dev.holdfast.transactions;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
sealed interface Ending<T extends @Nullable Object> {
    /** COMMIT was answered, or found to have been done. */
    record Committed<T extends @Nullable Object>(T result) implements Ending<T> {}

    /** Nothing is committed, for certain. */
    record Failed<T extends @Nullable Object>(Throwable thrown, Recovery recovery) implements Ending<T> {}

    /** COMMIT was sent and not answered; the result counts if it turns out to be committed. */
    record Lost<T extends @Nullable Object>(T result, String mark, Throwable thrown) implements Ending<T> {}

    /** An attempt that was certainly not committed. */
    static <T extends @Nullable Object> Ending<T> failed(Throwable thrown, Phase phase) {
        Recovery recovery = thrown instanceof Error
                ? Recovery.NEVER
                : Classification.of(thrown, phase).recovery();
        return new Failed<>(thrown, recovery);
    }

    /** An attempt whose mark says that there was nothing to lose, or one that may have been committed. */
    static <T extends @Nullable Object> Ending<T> unanswered(T result, Optional<String> mark, Throwable thrown) {
        return mark.isEmpty() ? new Failed<>(thrown, Recovery.RETRY_NOW) : new Lost<>(result, mark.get(), thrown);
    }
}
