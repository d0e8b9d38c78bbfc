package dev.holdfast.proof.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random files, read by PostgreSQL's {@code isolationtester} and by us: the same are refused, for the same reason, on the
 * same line. Differences on purpose:
 *
 * <ul>
 *   <li>NUL bytes in names and blocks, and numbers beyond {@code int}: we refuse them, the reference cuts them off.
 *   <li>A block that isn't closed, or that stands where none may: we say where it begins, the reference where it ends.
 *   <li>We report all wrong names, the reference the first that it finds.
 * </ul>
 */
class SpecReferenceTest {
    private static final int FILES = Boolean.getBoolean("holdfast.long") ? 5000 : 600;
    private static final Pattern LINE =
            Pattern.compile("(.*?) at line (\\d+)(: unexpected character)?.*", Pattern.DOTALL);
    private static final Pattern OURS = Pattern.compile("t\\.spec:(\\d+):(\\d+): (.*)", Pattern.DOTALL);
    private static final String ACCEPTED = "Connection 0 failed";

    private static EmbeddedPostgres server;
    private static Path isolationtester;
    private static Path libraries;

    @TempDir
    Path folder;

    @BeforeAll
    static void findTheReference() throws SQLException {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        libraries = Path.of(setting("LIBDIR"));
        isolationtester = Path.of(setting("PKGLIBDIR"), "pgxs/src/test/isolation/isolationtester");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static String setting(String name) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT setting FROM pg_config WHERE name = '" + name + "'")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void theSameFilesAreAcceptedAndRefusedForTheSameReasonOnTheSameLine() throws Exception {
        Map<String, Integer> outcomes = new TreeMap<>();
        for (long seed = 0; seed < FILES; seed++) {
            Bytes file = new RandomText(new Random(seed)).bytes();
            outcomes.merge(compare("seed " + seed, file), 1, Integer::sum);
        }
        System.out.println(outcomes);
        assertThat(outcomes)
                .containsOnlyKeys(
                        "accepted",
                        "different on purpose",
                        "syntax error",
                        "unexpected character",
                        "unexpected newline in quoted identifier",
                        "unterminated quoted identifier",
                        "unterminated sql block",
                        "duplicate step",
                        "undefined step",
                        "undefined blocking",
                        "permutation step");
        assertThat(outcomes.get("accepted")).isGreaterThan(FILES / 4);
    }

    /** What became of the file, in short. */
    private String compare(String seed, Bytes file) throws Exception {
        Bytes said = reference(file);
        String what = seed + ":\n" + file + "\nreference:\n" + said;
        try {
            Spec spec = Spec.parse("t", file);
            List<String> lines = List.of(said.text(StandardCharsets.ISO_8859_1).split("\n"));
            List<String> warnings = spec.warnings().stream()
                    .map(warning -> warning.text(StandardCharsets.ISO_8859_1))
                    .toList();
            assertThat(lines).as(what).anyMatch(line -> line.startsWith(ACCEPTED));
            assertThat(lines.stream().takeWhile(line -> !line.startsWith(ACCEPTED)))
                    .as(what)
                    .containsExactlyElementsOf(warnings);
            return "accepted";
        } catch (InvalidOption e) {
            return compareProblems(what, file, e.problems(), said);
        }
    }

    private static String compareProblems(String what, Bytes file, List<InvalidOption.Problem> problems, Bytes said) {
        if (problems.get(0).message().matches(".*: (NUL byte in .*|number out of range)")) {
            return "different on purpose";
        }
        String first = said.text().split("\n", 2)[0];
        Matcher line = LINE.matcher(first);
        if (line.matches()) {
            assertThat(problems).as(what).hasSize(1);
            compareLines(what, file, problems.get(0), line);
            return ours(problems.get(0)).group(3);
        }
        assertThat(problems).as(what).extracting(p -> ours(p).group(3)).contains(first);
        return first.replaceFirst("(?s)(\\w+ \\w+).*", "$1");
    }

    private static void compareLines(String what, Bytes file, InvalidOption.Problem problem, Matcher reference) {
        Matcher ours = ours(problem);
        int line = Integer.parseInt(ours.group(1));
        int theirs = Integer.parseInt(reference.group(2));
        assertThat(ours.group(3))
                .as(what)
                .isEqualTo(reference.group(3) == null ? reference.group(1) : "unexpected character");
        if (ours.group(3).equals("unterminated sql block")) {
            assertThat(theirs).as(what).isEqualTo(lines(file)).isGreaterThanOrEqualTo(line);
        } else if (problem.detail().startsWith("Found a block")) {
            assertThat(theirs).as(what).isGreaterThanOrEqualTo(line);
        } else {
            assertThat(line).as(what + problem).isEqualTo(theirs);
        }
    }

    private static Matcher ours(InvalidOption.Problem problem) {
        Matcher matcher = OURS.matcher(problem.message());
        assertThat(matcher.matches()).as(problem.message()).isTrue();
        return matcher;
    }

    private static int lines(Bytes file) {
        return 1
                + (int) file.text(StandardCharsets.ISO_8859_1)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    @Test
    void blocksHaveTheSameText() throws Exception {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("session s\n");
        for (int i = 0; i < 200; i++) {
            text.append("step s%d {%sSELECT %s'{ ü # \" ''' %s}\n"
                    .formatted(i, blanks(random), blanks(random), blanks(random)));
        }
        Bytes file = Bytes.of(text.toString());

        String transcript = play(file).text();

        for (Spec.Step step : Spec.parse("t", file).sessions().get(0).steps()) {
            assertThat(transcript).contains("step " + step.name() + ": " + step.sql() + "\n?column?");
        }
    }

    private static String blanks(Random random) {
        StringBuilder blanks = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            blanks.append(" \t\r\f\n\u000b".charAt(random.nextInt(6)));
        }
        return blanks.toString();
    }

    /** What the reference writes to standard error where there is no server. */
    private Bytes reference(Bytes file) throws Exception {
        Path errors = folder.resolve("errors");
        run(
                file,
                new ProcessBuilder(isolationtester.toString(), "host=" + folder)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(errors.toFile()));
        return Bytes.of(Files.readAllBytes(errors));
    }

    private Bytes play(Bytes file) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder process = new ProcessBuilder(
                        isolationtester.toString(),
                        "host=%s port=%d user=%s dbname=postgres"
                                .formatted(server.host(), server.port(), server.user()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        server.password().use(password -> process.environment().put("PGPASSWORD", new String(password)));
        assertThat(run(file, process)).isZero();
        return Bytes.of(Files.readAllBytes(output));
    }

    private int run(Bytes file, ProcessBuilder process) throws IOException, InterruptedException {
        Path input = folder.resolve("input");
        Files.write(input, file.toArray());
        process.environment().put("LD_LIBRARY_PATH", libraries.toString());
        return process.redirectInput(input.toFile()).start().waitFor();
    }
}
