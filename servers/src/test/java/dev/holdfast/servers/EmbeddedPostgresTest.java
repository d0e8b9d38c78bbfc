package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
    @Test
    void startsAndIsGoneAfterwards() throws Exception {
        EmbeddedPostgres server;
        long begun = System.nanoTime();
        try (EmbeddedPostgres started = EmbeddedPostgres.start(EmbeddedOptions.defaults())) {
            System.err.println("start ms " + (System.nanoTime() - begun) / 1_000_000);
            server = started;
            assertThat(server.majorVersion()).isEqualTo(18);
            try (Database database = server.createDatabase("one");
                    var connection = database.connect()) {
                assertThat(connection.isValid(1)).isTrue();
            }
            begun = System.nanoTime();
        }
        System.err.println("stop ms " + (System.nanoTime() - begun) / 1_000_000);
        assertThat(server.directory()).doesNotExist();
    }
}
