package dev.holdfast.wire;

/** Bytes that break the protocol. The message says which message, at which byte of its body, and what was expected. */
public final class MalformedFrame extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedFrame(String message) {
        super(message);
    }

    static MalformedFrame unknownType(String sender, char type) {
        return new MalformedFrame("malformed frame: expected a type that a " + sender + " sends, found " + show(type));
    }

    /** A byte that should have been a letter. */
    static String show(char letter) {
        return letter > ' ' && letter <= '~' ? "'" + letter + "'" : "0x%02x".formatted((int) letter);
    }
}
