package dev.holdfast.proof.fault;

import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Direction;

/**
 * The evidence of one time that a fault fired.
 *
 * @param session which connection of the proxy, from 1
 * @param application the session's {@code application_name}; empty if it has none
 * @param type the message's type byte; 0 if it has none
 * @param position of the message's first byte in what its sender had sent on this connection
 * @param offset how many of the message's bytes had passed when the fault struck
 * @param message how the message begins
 * @param nanoTime when, by {@link System#nanoTime}
 */
public record Firing(
        long session,
        String application,
        Direction direction,
        char type,
        long position,
        long offset,
        Bytes message,
        long nanoTime) {
    /** In a line, for people. */
    @Override
    public String toString() {
        return "session %d%s, %s, %s at byte %d + %d"
                .formatted(
                        session,
                        application.isEmpty() ? "" : " (" + application + ")",
                        direction == Direction.TO_SERVER ? "to the server" : "to the client",
                        type == 0 ? "no type" : "type " + type,
                        position,
                        offset);
    }
}
