package dev.holdfast.junit.spi;

import dev.holdfast.servers.Target;
import java.util.Optional;

/** Where servers come from that are neither embedded nor named by URL; found by {@link java.util.ServiceLoader}. */
public interface ServerProvider {
    /**
     * The server that {@code @Holdfast(server = "…")} names, if it is one of this provider's. Asked once per name and JVM;
     * the server lives until the JVM ends.
     */
    Optional<Target> server(String name);
}
