package dev.holdfast.junit.internal;

import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops templates that nobody has asked for in a month: a schema that changes leaves one behind each time. */
final class UnusedTemplates implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(UnusedTemplates.class);
    private static final int DAYS = 30;

    private final PostgresServer server;

    UnusedTemplates(PostgresServer server) {
        this.server = server;
    }

    /** In the background: nobody waits for it, and what it doesn't get done the next run does. */
    void dropInBackground() {
        Thread thread = new Thread(this, "holdfast-unused-templates");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try (Connection connection = server.connect()) {
            dropAll(new TemplateCatalog(connection));
        } catch (SQLException | RuntimeException e) {
            LOG.debug("could not look for unused templates", e);
        }
    }

    private static void dropAll(TemplateCatalog catalog) throws SQLException {
        for (TemplateCatalog.Unused template : catalog.unused(DAYS)) {
            if (catalog.tryLock(template.fingerprint())) {
                dropLocked(catalog, template);
            }
        }
    }

    /** Somebody may have asked for it until we had the lock, and marked it. */
    private static void dropLocked(TemplateCatalog catalog, TemplateCatalog.Unused template) throws SQLException {
        try {
            if (catalog.unused(DAYS).contains(template)) {
                catalog.drop(template.name());
                LOG.info("dropped the template {}, which nobody used for {} days", template.name(), DAYS);
            }
        } catch (SQLException e) {
            LOG.debug("could not drop {}", template.name(), e);
        } finally {
            catalog.unlock(template.fingerprint());
        }
    }
}
