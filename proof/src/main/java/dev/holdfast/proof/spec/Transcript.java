package dev.holdfast.proof.spec;

import dev.holdfast.wire.Bytes;

/** Where the words of a run go, in order, as they are said: what the reference writes to its two streams. */
public interface Transcript {
    /** What goes to standard output. */
    void out(Bytes text);

    /** What goes to standard error. */
    void err(Bytes text);
}
