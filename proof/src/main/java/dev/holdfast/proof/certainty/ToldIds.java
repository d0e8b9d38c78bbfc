package dev.holdfast.proof.certainty;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Numbers that clients asked for inside their transactions, by {@code pg_current_xact_id()}. Thread-safe. */
public final class ToldIds implements TransactionIds {
    private final Map<String, String> numbers = new ConcurrentHashMap<>();

    public ToldIds() {}

    /** Notes what an attempt was told. */
    public void told(String attempt, String number) {
        numbers.put(attempt, number);
    }

    @Override
    public Optional<String> of(String attempt) {
        return Optional.ofNullable(numbers.get(attempt));
    }

    /** The client may have been cut off before it was told. */
    @Override
    public boolean complete() {
        return false;
    }
}
