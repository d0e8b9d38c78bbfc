package dev.holdfast.proof.internal;

import dev.holdfast.proof.Step;
import java.util.List;

/**
 * What one session does in one round: its steps once, or, if it is a load, again and again.
 *
 * @param until nanoseconds since the trial began, from which on no further step of a load is begun
 */
record Part(List<Step> steps, boolean load, long until) {
    static Part once(List<Step> steps) {
        return new Part(steps, false, Long.MAX_VALUE);
    }

    static Part load(List<Step> steps, long until) {
        return new Part(steps, true, until);
    }

    /** Whether there is a step number {@code index} that may be begun at {@code due}. */
    boolean has(int index, long due) {
        return load ? !steps.isEmpty() && due < until : index < steps.size();
    }

    Step step(int index) {
        return steps.get(index % steps.size());
    }
}
