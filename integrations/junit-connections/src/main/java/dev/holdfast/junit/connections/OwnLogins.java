package dev.holdfast.junit.connections;

import dev.holdfast.connections.spi.Attempt;
import dev.holdfast.connections.spi.Connector;
import dev.holdfast.connections.spi.PhysicalConnection;
import dev.holdfast.core.Credential;
import dev.holdfast.core.Secret;
import dev.holdfast.junit.TestDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Logs in to each of a test's databases as the role that is its own, so that what is made there goes when it goes. */
final class OwnLogins implements Connector {
    private final Connector postgres;
    private final Map<String, Credential> logins;

    OwnLogins(Connector postgres, List<TestDatabase> databases) {
        this.postgres = postgres;
        this.logins = databases.stream().collect(Collectors.toUnmodifiableMap(TestDatabase::name, OwnLogins::login));
    }

    private static Credential login(TestDatabase database) {
        return new Credential(database.user(), Secret.of(database.password()), 1);
    }

    @Override
    public PhysicalConnection connect(Attempt attempt) throws SQLException {
        Attempt own = new Attempt(attempt.database(), logins.getOrDefault(attempt.database(), attempt.credential()));
        try {
            attempt.uses(own::abort);
            return postgres.connect(own);
        } catch (IOException e) {
            throw new SQLException(e.getMessage(), "08001", e);
        } finally {
            if (own.isBackendUnknown()) {
                attempt.backendUnknown();
            }
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
