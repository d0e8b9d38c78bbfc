package dev.holdfast.junit.internal;

import dev.holdfast.core.Identifiers;
import dev.holdfast.core.SqlState;
import dev.holdfast.junit.internal.TemplateCatalog.Place;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The templates of one server: each made once, by whoever comes first. Thread-safe, also between processes: threads of one
 * JVM share a future, JVMs an advisory lock, which ends with its holder. They are named by the hash of what they are made
 * from, and stay on the server for later runs.
 */
public final class Templates {
    private static final int ATTEMPTS = 2;
    private static final String DUPLICATE_DATABASE = "42P04";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String DISK_FULL = "53100";

    /** For so long a template that was there is taken to be there still. */
    private static final Duration TRUST = Duration.ofSeconds(10);

    /** A template that was seen on the server. */
    private record Seen(String name, long nanos) {
        boolean recently() {
            return System.nanoTime() - nanos < TRUST.toNanos();
        }
    }

    private final PostgresServer server;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<String>> underWay = new ConcurrentHashMap<>();
    private final Map<String, TemplateFailed> failures = new ConcurrentHashMap<>();
    private final AtomicBoolean cleaned = new AtomicBoolean();

    /** Looks for them, and makes them, as the server's administrator. */
    public Templates(PostgresServer server) {
        this.server = server;
    }

    /**
     * The name of the database to clone; waits while somebody makes it. Asked for again, it asks the server again, but for
     * some seconds.
     *
     * @throws TemplateFailed if a step fails; asked again, it is tried again only if the recipe's content has changed, or
     *     the server was to blame
     */
    public String database(Recipe recipe) {
        return recipe.steps().isEmpty() ? "template0" : database(recipe, 1);
    }

    private String database(Recipe recipe, int attempt) {
        try {
            return remembered(recipe, Prints.of(recipe, server.user()));
        } catch (Prints.Changed e) {
            if (attempt < ATTEMPTS) {
                return database(recipe, attempt + 1);
            }
            throw new TemplateFailed(
                    "the content of the template step " + e.step() + " keeps changing",
                    "It changed each time while the template was made; " + ATTEMPTS + " attempts.",
                    "Don't write the files that tests are prepared from while the tests run; and a fingerprint() must be"
                            + " the same until they change.",
                    e);
        }
    }

    private String remembered(Recipe recipe, Prints prints) {
        TemplateFailed failure = failures.get(prints.whole());
        if (failure != null) {
            throw failure.again();
        }
        Seen known = seen.get(prints.whole());
        return known != null && known.recently() ? known.name() : once(recipe, prints);
    }

    private String once(Recipe recipe, Prints prints) {
        CompletableFuture<String> mine = new CompletableFuture<>();
        CompletableFuture<String> others = underWay.putIfAbsent(prints.whole(), mine);
        return others == null ? lead(recipe, prints, mine) : follow(recipe, prints, others);
    }

    private String lead(Recipe recipe, Prints prints, CompletableFuture<String> mine) {
        try {
            String name = findOrMake(recipe, prints);
            seen.put(prints.whole(), new Seen(name, System.nanoTime()));
            mine.complete(name);
            return name;
        } catch (TemplateFailed e) {
            fail(prints, mine, e);
            throw e;
        } catch (SQLException e) {
            TemplateFailed failure = failed(e);
            mine.completeExceptionally(failure);
            throw failure;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(prints.whole(), mine);
        }
    }

    /** A thread that was interrupted leaves the work to the others. */
    private void fail(Prints prints, CompletableFuture<String> mine, TemplateFailed e) {
        if (Thread.currentThread().isInterrupted()) {
            underWay.remove(prints.whole(), mine);
            mine.cancel(false);
            return;
        }
        if (!e.mayPass()) {
            failures.put(prints.whole(), e);
        }
        mine.completeExceptionally(e);
    }

    private String follow(Recipe recipe, Prints prints, CompletableFuture<String> others) {
        try {
            return others.get();
        } catch (CancellationException e) {
            return remembered(recipe, prints);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TemplateFailed("interrupted while another thread made the template", "", "", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case TemplateFailed failed -> throw failed.again();
                case RuntimeException other -> throw other;
                case null, default -> throw new IllegalStateException("making the template failed", e);
            }
        }
    }

    private String findOrMake(Recipe recipe, Prints prints) throws SQLException {
        try (Connection connection = server.connect()) {
            return findOrMake(recipe, prints, new TemplateCatalog(connection));
        }
    }

    private String findOrMake(Recipe recipe, Prints prints, TemplateCatalog catalog) throws SQLException {
        Place place = catalog.find(prints.whole());
        if (place.state() == TemplateCatalog.State.USED_TODAY) {
            return place.name();
        }
        catalog.lock(prints.whole());
        return findOrMakeLocked(recipe, prints, catalog);
    }

    private String findOrMakeLocked(Recipe recipe, Prints prints, TemplateCatalog catalog) throws SQLException {
        Place place = catalog.find(prints.whole());
        if (place.hasTemplate()) {
            catalog.markUsed(place.name(), prints.whole());
            return place.name();
        }
        if (place.state() == TemplateCatalog.State.BROKEN) {
            catalog.drop(place.name());
        }
        return make(recipe, prints, catalog, place.name());
    }

    /** Without our lock, because somebody ended its session, another run may have been quicker. */
    private String make(Recipe recipe, Prints prints, TemplateCatalog catalog, String name) throws SQLException {
        if (!cleaned.getAndSet(true)) {
            new UnusedTemplates(server).dropInBackground();
        }
        try {
            new TemplateBuild(server, catalog, recipe, prints).make(name);
            return name;
        } catch (SQLException e) {
            if (DUPLICATE_DATABASE.equals(e.getSQLState())
                    && catalog.find(prints.whole()).hasTemplate()) {
                return name;
            }
            throw e;
        }
    }

    /** What isn't a step's fault; the next who asks tries again. */
    private TemplateFailed failed(SQLException e) {
        String detail = e.getMessage() + " (" + e.getSQLState() + ").";
        return switch (String.valueOf(e.getSQLState())) {
            case INSUFFICIENT_PRIVILEGE ->
                new TemplateFailed(
                        "the user " + server.user() + " may not create databases",
                        detail,
                        "ALTER ROLE " + Identifiers.name(server.user()) + " CREATEDB;",
                        e);
            case DISK_FULL ->
                new TemplateFailed(
                        "the server's disk is full: a template could not be made",
                        detail,
                        "Make room where the server keeps its data; unused databases named holdfast_… may be dropped.",
                        e);
            default ->
                SqlState.of(e).filter(SqlState::losesSession).isPresent()
                        ? new TemplateFailed("the server went away while a template was made", detail, "", e)
                        : new TemplateFailed("a template could not be made", detail, "", e);
        };
    }
}
