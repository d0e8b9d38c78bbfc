package dev.holdfast.proof.internal;

import dev.holdfast.proof.Step;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;

/** The same steps over and over, until somebody says that it is enough. Not thread-safe. */
final class Repeated implements Iterator<Step> {
    private final List<Step> steps;
    private final BooleanSupplier enough;
    private int next;

    Repeated(List<Step> steps, BooleanSupplier enough) {
        this.steps = steps;
        this.enough = enough;
    }

    @Override
    public boolean hasNext() {
        return !steps.isEmpty() && !enough.getAsBoolean();
    }

    @Override
    public Step next() {
        if (steps.isEmpty()) {
            throw new NoSuchElementException();
        }
        Step step = steps.get(next);
        next = (next + 1) % steps.size();
        return step;
    }
}
