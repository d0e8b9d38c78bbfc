package dev.holdfast.junit.internal;

import dev.holdfast.servers.PostgresServer;

/** The templates of one server: each made once, by whoever comes first. Thread-safe, also between processes. */
public final class Templates {
    private final PostgresServer server;

    public Templates(PostgresServer server) {
        this.server = server;
    }

    /**
     * The name of the database to clone; waits while somebody makes it.
     *
     * @throws TemplateFailed if a step fails; asked again, it is tried again only if the recipe's content has changed
     */
    public String database(Recipe recipe) {
        if (recipe.steps().isEmpty()) {
            return "template0";
        }
        throw new UnsupportedOperationException("not yet: " + server);
    }
}
