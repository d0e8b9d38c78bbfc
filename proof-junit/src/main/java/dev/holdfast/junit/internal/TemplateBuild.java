package dev.holdfast.junit.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.SqlState;
import dev.holdfast.junit.spi.TemplateStep;
import dev.holdfast.junit.spi.TemplateTarget;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one template: in a database of this run, which is dropped if we fail or die, and becomes the template in one
 * transaction when all is done. Used once, by one thread, which holds the template's lock.
 */
final class TemplateBuild {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateBuild.class);

    /** A closed connection's session lives on for some milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PostgresServer server;
    private final TemplateCatalog catalog;
    private final Recipe recipe;
    private final Prints prints;

    TemplateBuild(PostgresServer server, TemplateCatalog catalog, Recipe recipe, Prints prints) {
        this.server = server;
        this.catalog = catalog;
        this.recipe = recipe;
        this.prints = prints;
    }

    /**
     * Runs the steps.
     *
     * @throws TemplateFailed if one fails, or leaves something behind
     * @throws Prints.Changed if what they are made from changed meanwhile
     */
    void make(String name) throws SQLException {
        Database database = server.createDatabase("template");
        try {
            fill(database);
            settle(database);
            catalog.publish(database.name(), name, prints.whole());
        } catch (SQLException | RuntimeException | Error e) {
            discard(database, e);
            throw e;
        }
    }

    private static void discard(Database database, Throwable thrown) {
        try {
            database.close();
        } catch (RuntimeException e) {
            thrown.addSuppressed(e);
        }
    }

    private void fill(Database database) throws SQLException {
        for (TemplateStep step : recipe.steps()) {
            apply(step, database);
            if (!(step instanceof ScriptStep)) {
                awaitNobody(database, "the template step " + step.name());
            }
        }
        prints.compare(recipe);
    }

    private void apply(TemplateStep step, Database database) {
        try {
            step.apply(target(database));
        } catch (TemplateFailed e) {
            throw e;
        } catch (InvalidOption e) {
            InvalidOption.Problem problem = e.problems().getFirst();
            throw new TemplateFailed(problem.message(), problem.detail(), problem.hint(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(step, e);
        } catch (Exception | AssertionError | LinkageError e) {
            throw failed(step, e);
        }
    }

    private static TemplateFailed failed(TemplateStep step, Throwable e) {
        String state = SqlState.of(e).map(found -> " SQLSTATE " + found + ".").orElse("");
        return new TemplateFailed(
                "the template step " + step.name() + " failed", e.toString().strip() + "." + state, "", e);
    }

    private TemplateTarget target(Database database) {
        String password = server.password().use(String::new);
        return new TemplateTarget(
                database.jdbcUrl(), server.user(), password, Logins.of(database.jdbcUrl(), server.user(), password));
    }

    /** Leaves it as tests should find it: planned for, and with nothing to be written when it is first read. */
    private void settle(Database database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM (FREEZE, ANALYZE)");
        }
        warnOfWhatIsNotCloned(database);
        catalog.shut(database.name());
        awaitNobody(database, "the template's preparation");
    }

    private void warnOfWhatIsNotCloned(Database database) throws SQLException {
        List<String> lost = catalog.notCloned(database.name());
        if (!lost.isEmpty()) {
            LOG.warn("clones of a template don't get what was set for the database itself: {}", lost);
        }
    }

    private void awaitNobody(Database database, String who) throws SQLException {
        Deadline deadline = Deadline.in(PATIENCE);
        List<String> left = catalog.occupants(database.name());
        while (!left.isEmpty() && !deadline.passed()) {
            catalog.pause();
            left = catalog.occupants(database.name());
        }
        if (!left.isEmpty()) {
            throw new TemplateFailed(
                    who + " left " + left.size() + " behind that keep the template from being cloned",
                    String.join("; ", left) + ".",
                    "Close connections and pools, and end prepared transactions, before the step returns.",
                    null);
        }
    }
}
