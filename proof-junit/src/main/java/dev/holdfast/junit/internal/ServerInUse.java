package dev.holdfast.junit.internal;

import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server with its templates, and for each a pool of ready databases. Thread-safe. */
final class ServerInUse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerInUse.class);

    private final PostgresServer server;
    private final Templates templates;
    private final ServerProbe probe;
    private final int ahead;
    private final boolean recycle;
    private final ConcurrentHashMap<String, ReadyDatabases> pools = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Lease, ReadyDatabases> lent = new ConcurrentHashMap<>();

    ServerInUse(PostgresServer server, int ahead, boolean recycle) {
        this.server = server;
        this.templates = new Templates(server);
        this.probe = new ServerProbe(server);
        this.ahead = ahead;
        this.recycle = recycle;
    }

    PostgresServer server() {
        return server;
    }

    ServerProbe probe() {
        return probe;
    }

    /** The server, if it is ours to crash and nobody else uses it. */
    Optional<EmbeddedPostgres> own() {
        return server instanceof EmbeddedPostgres own ? Optional.of(own) : Optional.empty();
    }

    /** If a test stopped, killed or suspended it, it runs again. */
    void revive() {
        own().ifPresent(own -> {
            if (!own.isRunning()) {
                own.startAgain();
            } else if (Files.isDirectory(Path.of("/proc/self"))) { // elsewhere none can be suspended
                own.resume();
            }
        });
    }

    Lease take(Recipe recipe) throws SQLException {
        ReadyDatabases pool = pool(recipe);
        Lease lease = pool.take();
        lent.put(lease, pool);
        return lease;
    }

    /** Many at once. */
    List<Lease> take(Recipe recipe, int count) throws SQLException {
        ReadyDatabases pool = pool(recipe);
        List<Lease> leases = pool.take(count);
        leases.forEach(lease -> lent.put(lease, pool));
        return leases;
    }

    private ReadyDatabases pool(Recipe recipe) {
        return pools.computeIfAbsent(
                template(recipe), template -> new ReadyDatabases(server, template, ahead, recycle));
    }

    /** The name of the database of which all with this recipe are clones. */
    String template(Recipe recipe) {
        return recipe.original().orElseGet(() -> templates.database(recipe));
    }

    /** Nobody will want clones of it any more: those that were made ahead are dropped. */
    void forget(String original) {
        ReadyDatabases pool = pools.remove(original);
        if (pool != null) {
            closeQuietly(pool);
        }
    }

    void giveBack(Lease lease, boolean clean) {
        ReadyDatabases pool = lent.remove(lease);
        if (pool != null) {
            pool.giveBack(lease, clean);
        }
    }

    @Override
    public void close() {
        pools.values().forEach(ServerInUse::closeQuietly);
        closeQuietly(probe);
        closeQuietly(server);
    }

    /** At the end nobody is there to be told; what is left is reaped by the next run. */
    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.debug("could not close {}", resource, e);
        }
    }
}
