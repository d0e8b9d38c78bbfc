package dev.holdfast.connections.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.connections.internal.budget.Settings;
import dev.holdfast.connections.internal.budget.Upkeep;
import dev.holdfast.core.InvalidOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The servers that this JVM has a budget for. Those who lead to the same one share it, or are refused. Thread-safe. */
final class Servers {
    private static final long WATCH_AFTER = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long FIRST_BACKOFF = TimeUnit.MILLISECONDS.toNanos(50);

    @GuardedBy("Servers.class")
    private static final Map<String, Shared> SHARED = new HashMap<>();

    private Servers() {}

    /** A server, and how many pools have it. */
    private static final class Shared {
        final Server server;
        final int budget;
        final int reserved;
        int pools;

        Shared(Server server, ConnectionsOptions options) {
            this.server = server;
            this.budget = options.budget();
            this.reserved = options.reservedForSystem();
        }
    }

    /**
     * The server of this name.
     *
     * @throws InvalidOption if others have it with another budget
     */
    static synchronized Server join(String name, ConnectionsOptions options) {
        Shared shared = SHARED.get(name);
        if (shared == null) {
            shared = new Shared(make(name, options), options);
            SHARED.put(name, shared);
            shared.server.start();
        }
        if (shared.budget != options.budget() || shared.reserved != options.reservedForSystem()) {
            throw new InvalidOption(
                    "this JVM has another budget for the same server",
                    "budget " + shared.budget + " (" + shared.reserved + " reserved) is in use, " + options.budget()
                            + " (" + options.reservedForSystem() + " reserved) was asked for; the server is " + name
                            + ".",
                    "One server has one budget per JVM: give all that lead to it the same figures.");
        }
        shared.pools++;
        return shared.server;
    }

    static synchronized void leave(String name) {
        Shared shared = SHARED.get(name);
        if (shared != null && --shared.pools == 0) {
            SHARED.remove(name);
            shared.server.stop();
        }
    }

    private static Server make(String name, ConnectionsOptions options) {
        Settings settings = new Settings(
                options.budget(),
                options.reservedForSystem(),
                options.opensAtOnce(),
                Pool.STALLED_AFTER,
                options.quantum().toNanos(),
                options.keep().toNanos(),
                WATCH_AFTER,
                FIRST_BACKOFF,
                options.failureMemory().toNanos(),
                options.maxQueue());
        return new Server(
                name,
                settings,
                new Upkeep.Ages(age(options.idleTimeout()), age(options.idleCheck()), age(options.leakAfter())));
    }

    /** Zero is never. */
    private static long age(Duration duration) {
        return duration.isZero() ? Long.MAX_VALUE : duration.toNanos();
    }
}
