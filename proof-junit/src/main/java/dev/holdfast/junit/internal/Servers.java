package dev.holdfast.junit.internal;

import dev.holdfast.junit.spi.ServerProvider;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.ExternalPostgres;
import dev.holdfast.servers.Target;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** The servers that tests of this JVM use: each opened once, and kept until the JVM ends. Thread-safe. */
final class Servers {
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
        return new ServerInUse(server, 0, false);
    }

    private ServerInUse get(Options options) {
        Object key = options.embedded().<Object>map(embedded -> embedded).orElse(options.server());
        CompletableFuture<ServerInUse> mine = new CompletableFuture<>();
        CompletableFuture<ServerInUse> first = servers.putIfAbsent(key, mine);
        if (first != null) {
            return joined(first);
        }
        try {
            mine.complete(new ServerInUse(open(options), options.ahead(), options.recycle()));
        } catch (RuntimeException | Error e) {
            servers.remove(key, mine);
            mine.completeExceptionally(e);
        }
        return joined(mine);
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
