package dev.holdfast.proof.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Our player beside PostgreSQL's own program, each in fresh databases of one server: what they print must be the same,
 * byte for byte, on either stream and in the order of both.
 */
class ReferenceTest {
    private static final int CORPUS = 60;
    private static final int RANDOM = Boolean.getBoolean("holdfast.long") ? 500 : 20;

    /** How often the reference is asked for more before ours is called different: some orders are the server's to choose. */
    private static final int MORE = 5;

    private static final ExecutorService PLAYERS = Executors.newCachedThreadPool();

    private static EmbeddedPostgres server;
    private static Optional<Isolationtester> found;

    /** What a player printed to each stream, and both as they came. */
    private record Played(boolean stopped, Bytes out, Bytes err, Bytes merged) {}

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        found = Isolationtester.of(server);
    }

    @AfterAll
    static void stop() {
        PLAYERS.shutdownNow();
        server.close();
    }

    private static Isolationtester reference() {
        assumeTrue(
                found.isPresent(),
                () -> "the binaries of PostgreSQL " + server.version() + " have no isolationtester to compare with");
        return found.orElseThrow();
    }

    private static List<Path> corpus() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(ReferenceTest.class.getResource("corpus"), "no corpus")
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".spec"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.spec$", "");
    }

    @TestFactory
    Stream<DynamicTest> everyFileOfTheCorpusIsPlayedAsTheReferenceDoes() throws IOException, URISyntaxException {
        List<Path> files = corpus();
        assertThat(files).hasSize(CORPUS);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(name(file), () -> {
                    Bytes text = Bytes.of(Files.readAllBytes(file));
                    compare(name(file), text, Map.of());
                }));
    }

    /** Files on which the reference contradicts itself say nothing, but they must stay few. */
    @TestFactory
    Stream<DynamicTest> randomFilesArePlayedAsTheReferenceDoes() {
        List<Long> undecided = new ArrayList<>();
        Stream<DynamicTest> files = Stream.iterate(1L, seed -> seed + 1)
                .limit(RANDOM)
                .map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> random(seed, undecided)));
        DynamicTest last = DynamicTest.dynamicTest(
                "few were undecided",
                () -> assertThat(undecided)
                        .as("seeds on which the reference contradicts itself")
                        .hasSizeLessThanOrEqualTo(RANDOM / 5));
        return Stream.concat(files, Stream.of(last));
    }

    private static void random(long seed, List<Long> undecided) throws Exception {
        String name = "random-" + seed;
        Bytes text = Bytes.of(new RandomSpec(seed).text());
        Future<Bytes> again =
                PLAYERS.submit(() -> byReference(name, text, Map.of(), true).out());
        Future<Played> ours = PLAYERS.submit(() -> byUs(name, text, Map.of()));
        Played theirs = byReference(name, text, Map.of());
        if (theirs.merged().equals(again.get())) {
            assertSame(name, text, Map.of(), ours.get(), theirs);
        } else {
            undecided.add(seed);
            ours.get();
        }
    }

    @Test
    void stepsThatHangAreCancelledAndThenGivenUpAsByTheReference() throws Exception {
        Bytes text = Bytes.of("""
                session s1
                step lock { select pg_advisory_lock(1); }
                step stuck { select 1 as stuck; }
                session s2
                step wait { select pg_advisory_lock(1); }
                step next { select 2 as next; }
                step say { do $$ begin raise notice 'said'; end $$; }
                permutation lock wait next say stuck(say notices 1) stuck
                """);
        Map<String, String> patience = Map.of("PG_TEST_TIMEOUT_DEFAULT", "1");
        Played theirs = compare("hang", text, patience);
        assertThat(theirs.merged().text()).contains("canceling step wait", "step stuck timed out");
    }

    @Test
    void variablesOfTheEnvironmentCountAsForTheReference() throws Exception {
        Bytes text = Bytes.of("""
                session s1
                step show { show application_name; show timezone; show datestyle; show client_encoding; show work_mem; }
                step date { select date '2000-12-31' as d, 'ä' as letter; }
                """);
        Map<String, String> variables = Map.of(
                "PGAPPNAME", "somebody",
                "PGTZ", "Asia/Tokyo",
                "PGDATESTYLE", "German, DMY",
                "PGCLIENTENCODING", "LATIN1",
                "PGOPTIONS", "-c work_mem=5MB -c intervalstyle=iso_8601");
        Played theirs = compare("variables", text, variables);
        assertThat(theirs.merged().text()).contains("somebody/s1", "Asia/Tokyo", "31.12.2000", "5MB");
    }

    /** Plays {@code text} by both, at the same time, and returns what the reference said. */
    private static Played compare(String name, Bytes text, Map<String, String> variables) throws Exception {
        Future<Played> ours = PLAYERS.submit(() -> byUs(name, text, variables));
        Played theirs = byReference(name, text, variables);
        assertSame(name, text, variables, ours.get(), theirs);
        return theirs;
    }

    private static Played byReference(String name, Bytes text, Map<String, String> variables) throws Exception {
        Future<Isolationtester.Output> merged = PLAYERS.submit(() -> byReference(name, text, variables, true));
        Isolationtester.Output streams = byReference(name, text, variables, false);
        assertThat(streams.status()).isEqualTo(merged.get().status()).isBetween(0, 1);
        return new Played(
                streams.status() == 1,
                streams.out(),
                streams.err(),
                merged.get().out());
    }

    private static Isolationtester.Output byReference(
            String name, Bytes text, Map<String, String> variables, boolean merged) throws Exception {
        Isolationtester reference = reference();
        try (Database database = server.createDatabase("theirs")) {
            return reference.play(name, text, database, variables, merged);
        }
    }

    private static Played byUs(String name, Bytes text, Map<String, String> variables) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        Transcript transcript = new Transcript() {
            @Override
            public void out(Bytes said) {
                said.writeTo(out);
                said.writeTo(both);
            }

            @Override
            public void err(Bytes said) {
                said.writeTo(err);
                said.writeTo(both);
            }
        };
        try (Database database = server.createDatabase("ours")) {
            SpecOptions options = SpecOptions.DEFAULT.withEnvironment(variables);
            SpecResult result = SpecRun.play(Spec.parse(name, text), database, options, transcript);
            assertThat(result.transcript()).isEqualTo(Bytes.of(both.toByteArray()));
            return new Played(
                    result.stopped().isPresent(),
                    Bytes.of(out.toByteArray()),
                    Bytes.of(err.toByteArray()),
                    Bytes.of(both.toByteArray()));
        }
    }

    private static void assertSame(String name, Bytes text, Map<String, String> variables, Played ours, Played theirs)
            throws Exception {
        Played another = theirs;
        for (int i = 0; i < MORE && !ours.equals(another); i++) {
            System.err.println("MORE " + name + difference(ours, another));
            another = byReference(name, text, variables);
        }
        if (!ours.equals(another)) {
            fail(difference(ours, theirs) + "\nThe file:\n" + text);
        }
    }

    private static String difference(Played ours, Played theirs) {
        if (!ours.merged().equals(theirs.merged())) {
            return difference("both streams", ours.merged(), theirs.merged());
        }
        if (!ours.out().equals(theirs.out())) {
            return difference("standard output", ours.out(), theirs.out());
        }
        if (!ours.err().equals(theirs.err())) {
            return difference("standard error", ours.err(), theirs.err());
        }
        return "we " + (ours.stopped() ? "stopped" : "came to the end") + ", and the reference didn't";
    }

    /** The first line that differs, with the five before it and after it, of each. */
    private static String difference(String where, Bytes ours, Bytes theirs) {
        String[] our = ours.text(StandardCharsets.UTF_8).split("\n", -1);
        String[] their = theirs.text(StandardCharsets.UTF_8).split("\n", -1);
        int line = 0;
        while (line < Math.min(our.length, their.length) && our[line].equals(their[line])) {
            line++;
        }
        return "%s, line %d%n--- the reference%n%s%n+++ we%n%s"
                .formatted(where, line + 1, around(their, line), around(our, line));
    }

    private static String around(String[] lines, int line) {
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, line - 5); i < Math.min(lines.length, line + 6); i++) {
            text.append(i == line ? "> " : "  ").append(lines[i]).append('\n');
        }
        return text.toString();
    }
}
