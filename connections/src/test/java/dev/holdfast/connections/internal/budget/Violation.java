package dev.holdfast.connections.internal.budget;

/** What must not be, was seen. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    private final Invariant invariant;

    Violation(Invariant invariant, String seen) {
        super(invariant + ": " + seen);
        this.invariant = invariant;
    }

    Invariant invariant() {
        return invariant;
    }
}
