package dev.holdfast.junit.internal;

import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.PostgresServer;
import dev.holdfast.servers.ServerFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
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
    private final Host host;
    private final ConcurrentHashMap<String, ReadyDatabases> pools = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Lease, ReadyDatabases> lent = new ConcurrentHashMap<>();

    /**
     * Uses a server that is there.
     *
     * @param ahead how many databases are kept ready for each template
     */
    ServerInUse(PostgresServer server, int ahead, boolean recycle, Host host) {
        this.server = server;
        this.templates = new Templates(server);
        this.probe = new ServerProbe(server);
        this.ahead = ahead;
        this.recycle = recycle;
        this.host = host;
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
        return take(recipe, 1).getFirst();
    }

    /**
     * Many at once.
     *
     * @throws ServerFailed if an embedded server is down, with the end of its log
     */
    List<Lease> take(Recipe recipe, int count) throws SQLException {
        try {
            ReadyDatabases pool = pool(recipe);
            List<Lease> leases = count == 1 ? List.of(pool.take()) : pool.take(count);
            leases.forEach(lease -> lent.put(lease, pool));
            return leases;
        } catch (SQLException | TemplateFailed e) {
            Optional<String> why = host.lastWords();
            if (why.isPresent()) {
                throw new ServerFailed("the embedded server has died", e.getMessage() + "; " + why.get(), "", e);
            }
            throw e;
        }
    }

    /** A server of ours that is not there any more. */
    boolean isDead() {
        return host.lastWords().isPresent();
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

    /** Keeps a database of a failed test, and says where it is; if that can't be, says why. */
    void keep(Lease lease, Duration stay, String test) {
        try {
            String name = new Keeping(server).keep(lease, stay, test);
            System.err.printf(
                    "holdfast: the database of %s is kept for %d s%n  %spsql -h %s -p %d -U %s %s%n",
                    test, stay.toSeconds(), host.linger(stay), server.host(), server.port(), server.user(), name);
        } catch (SQLException | RuntimeException e) {
            System.err.println("holdfast: the database of " + test + " could not be kept: " + e.getMessage());
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
