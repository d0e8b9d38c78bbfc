package dev.holdfast.proof;

import dev.holdfast.servers.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A claim and the way to try to refute it. Stateless and thread-safe. */
public interface Scenario {
    Card card();

    /** Decides what every session does; from its arguments alone. */
    Plan plan(Form form, RandomGenerator random);

    /** Sets the scenario up on a database of its own. */
    Trial open(Stage stage) throws SQLException;

    /** When a trial is given up as unknown. */
    default Duration limit(Form form) {
        return form.limit();
    }

    /** Why it cannot run on {@code server}, with how to get what is missing; empty if it can. */
    default Optional<Verdict.Reason> notApplicable(PostgresServer server) {
        return Optional.empty();
    }
}
