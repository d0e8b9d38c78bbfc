package dev.holdfast.junit.internal;

import dev.holdfast.core.Secret;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.ExternalPostgres;
import dev.holdfast.servers.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The embedded server that all JVMs of this user share, used like somebody else's: each JVM has its own run, whose databases
 * are dropped by the next one if it dies.
 */
final class SharedServer {
    /** Held until this JVM ends: between two test classes the server would otherwise end and start. */
    private static final Map<EmbeddedOptions, EmbeddedPostgres> USED = new ConcurrentHashMap<>();

    private SharedServer() {}

    /**
     * Starts or joins the server, and begins a run on it. Closing ends the run, not this JVM's use of the server.
     *
     * @throws dev.holdfast.servers.ServerFailed if it didn't start
     */
    static ExternalPostgres open(EmbeddedOptions options) {
        return ExternalPostgres.open(target(USED.compute(options, SharedServer::running)));
    }

    /** The server that was opened for {@code options}. */
    static EmbeddedPostgres inUse(EmbeddedOptions options) {
        return Objects.requireNonNull(USED.get(options));
    }

    /** One that died while we used it is replaced. */
    private static EmbeddedPostgres running(EmbeddedOptions options, @Nullable EmbeddedPostgres used) {
        if (used != null && used.isRunning()) {
            return used;
        }
        if (used != null) {
            used.close();
        }
        return EmbeddedPostgres.shared(options);
    }

    private static Target target(EmbeddedPostgres server) {
        String password = server.password().use(String::new);
        return new Target(
                server.host(),
                server.port(),
                "postgres",
                server.user(),
                Secret.of(password),
                Map.of("sslmode", "disable", "gssEncMode", "disable"),
                Duration.ZERO,
                true);
    }
}
