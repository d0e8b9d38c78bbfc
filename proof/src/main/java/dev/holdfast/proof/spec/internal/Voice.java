package dev.holdfast.proof.spec.internal;

import dev.holdfast.proof.spec.Transcript;
import dev.holdfast.wire.Bytes;

/** Says what happens, to somebody who listens and into a copy of both streams in order. Not thread-safe. */
final class Voice {
    private final Transcript listener;
    private final Words copy = new Words();

    Voice(Transcript listener) {
        this.listener = listener;
    }

    void out(Words words) {
        out(words.bytes());
    }

    void out(Bytes words) {
        copy.add(words);
        listener.out(words);
    }

    void err(Words words) {
        Bytes said = words.bytes();
        copy.add(said);
        listener.err(said);
    }

    Bytes said() {
        return copy.bytes();
    }
}
