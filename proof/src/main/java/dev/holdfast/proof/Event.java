package dev.holdfast.proof;

/**
 * One step as it happened. Times are nanoseconds since the trial began; {@code intended} is when the step should have
 * started by the pace, {@code invoked} when it did, {@code completed} when its answer was there.
 */
public record Event(int session, int round, Step step, long intended, long invoked, long completed, Outcome outcome) {
    public boolean committed() {
        return outcome instanceof Outcome.Committed;
    }

    public boolean answered(String answer) {
        return outcome.answer().equals(answer);
    }
}
