package dev.holdfast.connections.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.DatabaseNaming;
import dev.holdfast.connections.Tenants.Contents;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.TenantId;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixNamingTest {
    private static final long SEED = Long.getLong("holdfast.seed", 2026);

    private static final String[] PIECES = {
        "a", "A", "b", "-", "_", ".", " ", "\"", "'", "\\", "%", "/", "?", "&", "ü", "Ü", "u\u0308", "客", "😀",
        "\u200b", "$1", "--", ";"
    };

    private final DatabaseNaming naming = DatabaseNaming.prefix("tenant_");

    private static String database(DatabaseNaming naming, String id) {
        return naming.databaseOf(new TenantId(id));
    }

    @Test
    void theDatabaseIsThePrefixAndTheIdAsItIs() {
        assertThat(database(naming, "Acme \"&\" Sons")).isEqualTo("tenant_Acme \"&\" Sons");
        assertThat(database(DatabaseNaming.prefix(""), "a-b")).isEqualTo("a-b");
    }

    @Test
    void idsThatDifferHaveDatabasesThatDifferOrAreRefused() {
        Random random = new Random(SEED);
        Map<String, String> owners = new HashMap<>();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            String id = id(random);
            boolean fits = bytes("tenant_" + id) <= 63;
            refused += fits ? 0 : 1;
            if (fits) {
                String database = database(naming, id);
                assertThat(bytes(database)).isBetween(8, 63);
                assertThat(owners.put(database, id))
                        .as("seed " + SEED + ", " + database)
                        .isIn(null, id);
            } else {
                assertThatThrownBy(() -> database(naming, id)).isInstanceOf(InvalidOption.class);
            }
        }
        assertThat(owners).as("seed " + SEED).hasSizeGreaterThan(5_000);
        assertThat(refused).as("seed " + SEED).isGreaterThan(500);
    }

    /** Often short, so that two are nearly the same; sometimes as long as an id can be. */
    private static String id(Random random) {
        int length = random.nextInt(4) == 0 ? 50 + random.nextInt(14) : 1 + random.nextInt(6);
        StringBuilder id = new StringBuilder(PIECES[random.nextInt(PIECES.length)]);
        while (true) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            if (bytes(id + piece) > length) {
                return id.toString();
            }
            id.append(piece);
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void oddIdsAreDatabasesOfExactlyThatName() throws SQLException {
        List<String> ids = List.of(
                "a-b",
                "a_b",
                "A_B",
                "a b",
                " ",
                "q\"uo\"te",
                "it's",
                "back\\slash",
                "per%20cent",
                "sl/ash?x=y&z",
                "ü",
                "u\u0308",
                "客户",
                "😀",
                "drop;--",
                "x".repeat(56),
                "x".repeat(55),
                "ü".repeat(28));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedOptions.defaults())) {
            OneServer server = OneServer.of(postgres);
            for (String id : ids) {
                create(server, database(naming, id), id);
            }
            assertThat(server.column("SELECT datname FROM pg_database WHERE starts_with(datname, 'tenant_')"))
                    .containsExactlyInAnyOrderElementsOf(
                            ids.stream().map(id -> "tenant_" + id).toList());
            for (String id : ids) {
                holds(server, database(naming, id), id);
            }
        }
    }

    private static void create(OneServer server, String database, String id) throws SQLException {
        Contents own = connection -> {
            OneServer.execute(connection, "CREATE TABLE owner (id text)");
            try (var insert = connection.prepareStatement("INSERT INTO owner VALUES (?)")) {
                insert.setString(1, id);
                insert.execute();
            }
        };
        try (Connection system = server.connect("postgres")) {
            TenantDatabases databases = new TenantDatabases(system, server::connect);
            assertThat(databases.create(database, own, Deadline.in(Duration.ofMinutes(1))))
                    .as(id)
                    .isTrue();
        }
    }

    private static void holds(OneServer server, String database, String id) throws SQLException {
        try (Connection connection = server.connect(database)) {
            assertThat(OneServer.value(connection, "SELECT current_database()")).isEqualTo("tenant_" + id);
            assertThat(OneServer.column(connection, "SELECT id FROM owner")).containsExactly(id);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "template0", "template1"})
    void databasesThatEveryClusterHasAreRefused(String id) {
        DatabaseNaming bare = DatabaseNaming.prefix("");
        assertThatThrownBy(() -> database(bare, id))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("can't have the database \"" + id + "\"");
        assertThatThrownBy(() -> database(DatabaseNaming.prefix(id.substring(0, 3)), id.substring(3)))
                .isInstanceOf(InvalidOption.class);
        assertThat(database(naming, id)).isEqualTo("tenant_" + id);
        assertThat(database(bare, id.toUpperCase(java.util.Locale.ROOT))).isNotEqualTo(id);
    }

    @Test
    void theSystemDatabaseIsRefusedByWhoeverKnowsIt() {
        PrefixNaming bare = new PrefixNaming("").except("app");
        assertThatThrownBy(() -> database(bare, "app"))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("tenant \"app\"")
                .hasMessageContaining("It is the system's.");
        assertThat(database(bare, "App")).isEqualTo("App");
        assertThat(bare.taken()).isEqualTo(Set.of("app"));
    }

    @Test
    void namesOfHalfMadeDatabasesAreRefused() {
        assertThatThrownBy(() -> database(DatabaseNaming.prefix("holdfast_"), "new_x"))
                .hasMessageContaining("half made");
    }

    @Test
    void bytesAreCountedWithThePrefix() {
        assertThatCode(() -> database(naming, "x".repeat(56))).doesNotThrowAnyException();
        assertThatThrownBy(() -> database(naming, "x".repeat(57))).hasMessageContaining("64 bytes");
        assertThatThrownBy(() -> database(naming, "ü".repeat(29))).hasMessageContaining("65 bytes");
    }

    @Test
    void allMistakesOfAPrefixAreNamedAtOnce() {
        assertThatThrownBy(() -> DatabaseNaming.prefix("\n" + "x".repeat(62)))
                .isInstanceOfSatisfying(
                        InvalidOption.class, e -> assertThat(e.problems()).hasSize(2))
                .hasMessageContaining("63 bytes");
        assertThatThrownBy(() -> DatabaseNaming.prefix("\ud83d")).isInstanceOf(InvalidOption.class);
        assertThatCode(() -> DatabaseNaming.prefix("x".repeat(62))).doesNotThrowAnyException();
    }

    @Test
    void allMistakesOfANameAreNamedAtOnce() {
        assertThatThrownBy(() -> DatabaseName.checked("\0\ud83d" + "x".repeat(63), Set.of()))
                .isInstanceOfSatisfying(
                        InvalidOption.class, e -> assertThat(e.problems()).hasSize(3));
        assertThatThrownBy(() -> DatabaseName.checked("", Set.of())).hasMessageContaining("no name");
        String both = "holdfast_new_" + "x".repeat(60);
        assertThatThrownBy(() -> DatabaseName.checked(both, Set.of(both)))
                .isInstanceOfSatisfying(
                        InvalidOption.class, e -> assertThat(e.problems()).hasSize(3));
    }
}
