package dev.holdfast.catalog;

import dev.holdfast.proof.ProofOptions;
import dev.holdfast.proof.Prover;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Watcher;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A server for the catalogue to be played on. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PlayedTest {
    private static final int MOST_SESSIONS = 30;

    EmbeddedPostgres server;
    Prover prover;

    @BeforeAll
    void start() {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        prover = new Prover(server, ProofOptions.quick(20261121), Watcher.NONE);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static boolean small(Scenario scenario) {
        return scenario.card().quick().sessions() <= MOST_SESSIONS;
    }

    long rolesLeft() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select count(*) from pg_roles where rolname like 'holdfast_%'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
