package dev.holdfast.junit.internal;

import dev.holdfast.junit.spi.ServerProvider;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.ExternalPostgres;
import dev.holdfast.servers.Target;
import java.sql.SQLException;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers that tests of this JVM use: each opened once, and kept until the JVM ends. Thread-safe. */
final class Servers {
    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
    private static final Servers HERE = new Servers();

    private final ConcurrentHashMap<Object, CompletableFuture<ServerInUse>> servers = new ConcurrentHashMap<>();

    private Servers() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "holdfast-end"));
    }

    /** The server that these options share; waits while somebody opens it. A failure is told to all, and tried again. */
    static ServerInUse shared(Options options) {
        return HERE.get(options);
    }

    /** A server for nobody else; the caller closes it. */
    static ServerInUse own(Options options) {
        EmbeddedPostgres server = EmbeddedPostgres.start(options.embedded().orElseThrow());
        return new ServerInUse(server, 0, false, Host.own(server));
    }

    private ServerInUse get(Options options) {
        Object key = options.embedded().<Object>map(embedded -> embedded).orElse(options.server());
        bury(key);
        CompletableFuture<ServerInUse> mine = new CompletableFuture<>();
        CompletableFuture<ServerInUse> first = servers.putIfAbsent(key, mine);
        if (first != null) {
            return joined(first);
        }
        try {
            mine.complete(begun(options));
        } catch (RuntimeException | Error e) {
            servers.remove(key, mine);
            mine.completeExceptionally(e);
        }
        return joined(mine);
    }

    /** The test in which a server died has been told; those that follow get another one. */
    private void bury(Object key) {
        CompletableFuture<ServerInUse> used = servers.get(key);
        if (used != null
                && used.isDone()
                && !used.isCompletedExceptionally()
                && used.join().isDead()
                && servers.remove(key, used)) {
            LOG.warn("the embedded server has died; another one is started");
            used.join().close();
        }
    }

    private static ServerInUse begun(Options options) {
        ExternalPostgres server = open(options);
        try {
            new Keeping(server).dropExpired();
        } catch (SQLException e) {
            LOG.warn("what was kept of earlier failures could not be dropped: {}", e.getMessage());
        }
        Host host = options.embedded()
                .map(embedded -> Host.shared(() -> SharedServer.inUse(embedded)))
                .orElse(Host.FOREIGN);
        return new ServerInUse(server, options.ahead(), options.recycle(), host);
    }

    private static ServerInUse joined(CompletableFuture<ServerInUse> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw e;
        }
    }

    private static ExternalPostgres open(Options options) {
        return options.embedded()
                .map(SharedServer::open)
                .orElseGet(() -> ExternalPostgres.open(target(options.server())));
    }

    /** Others may be connected: it was named for tests, and only what is ours is touched. */
    private static Target target(String server) {
        return ServiceLoader.load(ServerProvider.class).stream()
                .flatMap(provider -> provider.get().server(server).stream())
                .findFirst()
                .orElseGet(() -> Target.parse(server))
                .withShared(true);
    }

    private void close() {
        servers.values().stream()
                .filter(future -> future.isDone() && !future.isCompletedExceptionally())
                .forEach(future -> future.join().close());
    }
}
