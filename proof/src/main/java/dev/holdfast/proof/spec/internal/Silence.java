package dev.holdfast.proof.spec.internal;

import dev.holdfast.proof.spec.Transcript;
import dev.holdfast.wire.Bytes;

/** Nobody listens. */
enum Silence implements Transcript {
    INSTANCE;

    @Override
    public void out(Bytes text) {}

    @Override
    public void err(Bytes text) {}
}
