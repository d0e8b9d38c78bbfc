package dev.holdfast.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every supported pair in a conversation with a real server, in each of its places: from the bytes at all four ends it must
 * have struck exactly there, and nowhere else.
 */
class EveryPairTest {
    private static final AtomicInteger DRIVEN = new AtomicInteger();
    private static EmbeddedPostgres server;
    private static Database database;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        database = server.createDatabase("pairs");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table t (n int)");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        assertThat(DRIVEN.get()).as("pairs driven").isPositive();
    }

    static List<Faults.Pair> pairs() {
        String only = System.getProperty("holdfast.pair", "");
        return Faults.supported().stream()
                .filter(pair -> pair.toString().contains(only))
                .toList();
    }

    @Test
    void thereAreHundredsOfPairs() {
        assertThat(Faults.supported()).hasSizeGreaterThan(300).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void strikesExactlyThere(Faults.Pair pair) throws IOException {
        for (Place place : pair.places()) {
            try (PairRun run = new PairRun(server, database.name(), pair, place)) {
                run.drive();
            }
        }
        DRIVEN.incrementAndGet();
    }
}
