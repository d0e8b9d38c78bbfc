package dev.holdfast.proof.spec.internal;

/** The file can't be played any further; where the reference program ends with 1. */
final class Stopped extends Exception {
    private static final long serialVersionUID = 1;

    Stopped(String why) {
        super(why);
    }
}
