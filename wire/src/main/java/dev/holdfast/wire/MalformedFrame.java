package dev.holdfast.wire;

/** Bytes that break the protocol. The message says which message, at which byte of its body, and what was expected. */
public final class MalformedFrame extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedFrame(String message) {
        super(message);
    }
}
