package dev.holdfast.scenarios.internal;

import dev.holdfast.proof.Route;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Verdict;
import dev.holdfast.servers.PgBouncer;
import dev.holdfast.servers.PgBouncerOptions;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A PgBouncer of one trial, in front of the trial's database. Thread-safe. */
public final class Pooler {
    /**
     * {@code prepareThreshold=0}: the driver would otherwise name its prepared statements on the server after five uses,
     * and PgBouncer before 1.21 doesn't carry a name from one backend to the next.
     */
    private static final String DRIVER_OPTIONS = "?prepareThreshold=0&sslmode=disable&gssEncMode=disable";

    private final Stage stage;
    private final PgBouncer bouncer;

    private Pooler(Stage stage, PgBouncer bouncer) {
        this.stage = stage;
        this.bouncer = bouncer;
    }

    /** Why there can't be one here; empty if there can. */
    public static Optional<Verdict.Reason> missing(PostgresServer server) {
        if (PgBouncer.find().isEmpty()) {
            return Optional.of(new Verdict.Reason(
                    "no-pgbouncer",
                    "PgBouncer isn't installed. Install your distribution's package (apt-get install pgbouncer,"
                            + " brew install pgbouncer)."));
        }
        boolean nameless = server.password().<Boolean>use(password -> password.length == 0);
        return nameless
                ? Optional.of(new Verdict.Reason(
                        "no-password",
                        "A pooler logs in to the server by itself, so it needs a password: set PGPASSWORD."))
                : Optional.empty();
    }

    /** Started now, ended with the stage. */
    public static Pooler on(Stage stage, PgBouncerOptions options) {
        PgBouncer bouncer = PgBouncer.start(stage.server(), options);
        stage.closeLater(bouncer);
        stage.findings().fact("pgbouncer", bouncer.version());
        return new Pooler(stage, bouncer);
    }

    /** A client of the pooler. */
    public Connection connect(String application) throws SQLException {
        String url = bouncer.jdbcUrl(stage.database().name()) + DRIVER_OPTIONS;
        return Route.open(url, stage.server(), application);
    }
}
