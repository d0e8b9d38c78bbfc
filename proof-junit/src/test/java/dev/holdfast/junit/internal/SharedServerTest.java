package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.ExternalPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SharedServerTest {
    private static final EmbeddedOptions OPTIONS = EmbeddedOptions.defaults().withMaxConnections(60);

    @Test
    void runsOnOneServerDoNotDisturbEachOther() throws SQLException {
        try (ExternalPostgres one = SharedServer.open(OPTIONS);
                Database mine = one.createDatabase("mine")) {
            try (ExternalPostgres two = SharedServer.open(OPTIONS)) {
                two.createDatabase("theirs");
                assertThat(two.port()).isEqualTo(one.port());
                assertThat(two.nameFor("x")).isNotEqualTo(one.nameFor("x"));
                assertThat(databases(one, two.nameFor("theirs"))).isOne();
            }
            assertThat(databases(one, mine.name())).as("of a run that lives").isOne();
            assertThat(databases(one, "%_theirs_")).as("of a closed run").isZero();
        }
    }

    @Test
    void threadsCreateTogether() throws Exception {
        Set<String> names = new HashSet<>();
        try (ExternalPostgres server = SharedServer.open(OPTIONS);
                ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<Database>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                all.add(threads.submit(() -> server.createDatabase("t")));
            }
            for (Future<Database> database : all) {
                names.add(database.get().name());
            }
        }
        assertThat(names).hasSize(16);
    }

    private static int databases(ExternalPostgres server, String like) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(*) FROM pg_database WHERE datname LIKE '" + like + "%'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
