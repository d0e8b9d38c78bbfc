package dev.holdfast.junit;

import dev.holdfast.proof.fault.Armed;
import dev.holdfast.proof.fault.Fault;
import dev.holdfast.proof.fault.FaultProxy;
import dev.holdfast.servers.EmbeddedPostgres;

/**
 * Faults between a test and its database. A test with such a parameter reaches its databases through a proxy of its own;
 * nobody else does. Thread-safe.
 */
public interface Faults {
    /** From now on {@code fault} is waited for: {@code reset before command-complete(COMMIT)}. */
    Armed arm(String fault);

    Armed arm(Fault fault);

    /** The proxy. */
    FaultProxy proxy();

    /**
     * The server, to be restarted, killed, suspended. The class or method needs {@code @Holdfast(ownServer = true)}.
     *
     * @throws IllegalStateException if others use this server too, or it isn't embedded
     */
    EmbeddedPostgres server();
}
