package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import picocli.CommandLine;

/** {@code spec} as somebody types it, on a real PostgreSQL wherever something is played. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class SpecCommandTest {
    private static final Path SPECS = Path.of("src/test/resources/dev/holdfast/cli/spec");
    private static final Path EXPECTED = SPECS.resolve("expected");
    private static final String NOBODY = "jdbc:postgresql://127.0.0.1:1/postgres?user=u";

    private byte[] outBytes = new byte[0];
    private String out = "";
    private String err = "";

    @TempDir
    private Path folder;

    private int run(Object... arguments) {
        List<String> texts = new ArrayList<>(List.of("spec"));
        Stream.of(arguments).map(Object::toString).forEach(texts::add);
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = Main.commandLine();
            line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
            return line.execute(texts.toArray(String[]::new));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
            outBytes = printed.toByteArray();
            out = printed.toString(StandardCharsets.UTF_8);
            err = complained.toString(StandardCharsets.UTF_8);
        }
    }

    private Path copy(Path file, String name) throws IOException {
        return Files.copy(file, Files.createDirectories(folder).resolve(name));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static Path spec(String name) {
        return SPECS.resolve(name + ".spec");
    }

    @Test
    void helpTeachesTheFormat() {
        assertThat(run("--help")).isZero();
        assertThat(out)
                .contains("setup {", "session s1", "step s1a", "permutation s1a s2a s1b", "(*)", "invariant \"")
                .contains("--expected", "--permutation", "--sample", "--jobs", "--limit", "--target", "--postgres")
                .contains("Examples:", "Exit codes:")
                .doesNotContain("--through");
    }

    @Test
    void allMistakesAreRefusedAtOnce() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path text = write("a.txt", "");
        Path file = write("file", "");
        assertThat(run(
                        folder.resolve("missing.spec"),
                        empty,
                        text,
                        "--expected",
                        folder.resolve("nowhere"),
                        "--permutation",
                        "a b",
                        "--sample",
                        "0",
                        "--seed",
                        "x",
                        "--jobs",
                        "none",
                        "--limit",
                        "soon",
                        "--postgres",
                        "banana",
                        "--out",
                        file))
                .isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err)
                .contains("there is no such file or folder")
                .contains("no .spec file is in the folder")
                .contains("not a .spec file")
                .contains("--expected is not a folder")
                .contains("--permutation and --sample exclude each other")
                .contains("--sample and --expected exclude each other")
                .contains("--sample is not a whole number from 1 to 1000000")
                .contains("--seed is not a whole number")
                .contains("--jobs is not a whole number from 1 to 1000")
                .contains("--limit is not a duration")
                .contains("banana")
                .contains("cannot write to the folder of reports");
        assertThat(run()).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err).contains("no file was given").contains("./holdfast spec race.spec");
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() throws IOException {
        copy(spec("queue"), "a/queue.spec");
        copy(spec("queue"), "b/queue.spec");
        assertThat(run(folder, "--expected", EXPECTED, "--permutation", "first_moves", "--seed", "1"))
                .isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err)
                .contains("two files have the name queue")
                .contains("--permutation is for one file")
                .contains("--seed is for --sample");
    }

    @Test
    void aPermutationOfStepsThatAreNotThereIsRefused() {
        assertThat(run(spec("queue"), "--target", NOBODY, "--permutation", "first_moves nobody_moves"))
                .isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err).contains("nobody_moves").doesNotContain("127.0.0.1");
    }

    @Test
    void allMistakesOfAllFilesArePrintedAndNoServerIsAsked() throws IOException {
        write("one.spec", "session s\nstep a { SELECT 1; }\nstep a { SELECT 2; }\npermutation b\npermutation c\n");
        write("two.spec", "session s\nstep a ( SELECT 1; )\n");
        copy(spec("queue"), "queue.spec");
        assertThat(run(folder, "--target", NOBODY)).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.lines().filter(line -> line.startsWith("error: ")))
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(line -> line.matches("error: (one|two)\\.spec:\\d+:\\d+: .*"));
        assertThat(err).contains("one.spec:3:6:", "two.spec:2:8:").doesNotContain("127.0.0.1");
        assertThat(out).isEmpty();
    }

    @Test
    void theEnvironmentsLimitIsReadAsTheReferenceReadsIt() {
        assertThat(limit(null)).isEqualTo("PT6M");
        assertThat(limit("30")).isEqualTo("PT1M");
        assertThat(limit("half an hour")).contains("PG_TEST_TIMEOUT_DEFAULT");
    }

    private static String limit(@org.jspecify.annotations.Nullable String timeout) {
        SpecArguments arguments =
                CommandLine.populateCommand(new SpecArguments(), spec("queue").toString());
        java.util.Map<String, String> environment =
                timeout == null ? java.util.Map.of() : java.util.Map.of("PG_TEST_TIMEOUT_DEFAULT", timeout);
        try {
            return arguments.checked(environment).options().patience().toString();
        } catch (dev.holdfast.core.InvalidOption e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The file of expected output was written by PostgreSQL 18.6's isolationtester, both streams into one. */
    @Test
    void oneFilePrintsWhatTheReferencePrintsAndNothingElse() throws IOException {
        assertThat(run(spec("queue"))).isZero();
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(err.getBytes(StandardCharsets.UTF_8));
        both.writeBytes(outBytes);
        assertThat(err).isEqualTo("unused step name: first_idles\n");
        assertThat(both.toByteArray()).isEqualTo(Files.readAllBytes(EXPECTED.resolve("queue.out")));
    }

    @Test
    void aJudgedFilePrintsItsVerdictAfterTheTranscript() throws IOException {
        assertThat(run(spec("queue"), "--expected", EXPECTED)).isZero();
        String transcript = Files.readString(EXPECTED.resolve("queue.out"));
        assertThat(out)
                .startsWith(transcript.substring(transcript.indexOf('\n') + 1) + "\nholds     queue")
                .contains("2 permutations", "2 waited", "as queue.out says", "1 holds", "exit code 0: all hold");
    }

    @Test
    void anAlternativeIsAsGoodAndADifferenceIsAViolation() throws IOException {
        Path expected = Files.createDirectories(folder.resolve("expected"));
        Files.writeString(
                expected.resolve("queue.out"),
                Files.readString(EXPECTED.resolve("queue.out")).replace("   20", "   21"));
        assertThat(run(spec("queue"), "--expected", expected, "--out", folder.resolve("out")))
                .isEqualTo(ExitCode.VIOLATED);
        assertThat(out).contains("differs from", "\n-   21", "\n+   20", "violated  queue", "exit code 1");
        assertThat(folder.resolve("out/results/queue.diff")).content().contains("\n-   21", "\n+   20");
        assertThat(folder.resolve("out/results/queue.out")).hasSameBinaryContentAs(EXPECTED.resolve("queue.out"));
        assertThat(folder.resolve("out/junit.xml")).content().contains("<failure ", "+   20");

        Files.copy(EXPECTED.resolve("queue.out"), expected.resolve("queue_1.out"));
        assertThat(run(spec("queue"), "--expected", expected, "--out", folder.resolve("out")))
                .isZero();
        assertThat(out).contains("as queue_1.out says");
        assertThat(folder.resolve("out/results/queue.diff")).doesNotExist();
        assertThat(folder.resolve("out/junit.xml")).content().contains("failures=\"0\"", "errors=\"0\"");
    }

    @Test
    void withoutAnExpectedOutputAFileIsUnknown() throws IOException {
        Path expected = Files.createDirectories(folder.resolve("expected"));
        assertThat(run(spec("queue"), "--expected", expected)).isEqualTo(ExitCode.UNKNOWN);
        assertThat(out).contains("unknown   queue", "there is no " + expected.resolve("queue.out"), "exit code 3");
    }

    @Test
    void aFileThatStopsEarlyIsUnknownAndItsExitCodeSaysSo() throws IOException {
        Path broken = write("broken.spec", "setup { SELECT nothing; }\nsession s\nstep a { SELECT 1; }\n");
        assertThat(run(broken)).isEqualTo(ExitCode.UNKNOWN);
        assertThat(err).contains("setup failed: ");
        assertThat(out).isEqualTo("Parsed test spec with 1 sessions\n\nstarting permutation: a\n");
    }

    @Test
    void severalFilesPlayBesideEachOtherAndWhatDiffersIsPlayedAgainAlone() throws IOException {
        copyAll();
        assertThat(run(folder.resolve("specs"), "--expected", EXPECTED, "--out", folder.resolve("out")))
                .isZero();
        assertThat(out)
                .contains("again     marker")
                .containsPattern("holds {5}marker .*as marker.out says; matched when run alone")
                .containsPattern("holds {5}queue .*as queue.out says\n")
                .contains("2 hold in", "exit code 0: all hold");
        assertThat(folder.resolve("out/junit.xml"))
                .content()
                .contains("<testsuite name=\"holdfast spec\" tests=\"2\" failures=\"0\" errors=\"0\"")
                .contains("matched when run alone");
        assertThat(folder.resolve("out/results/marker.out")).exists();
    }

    @Test
    void whatDiffersWithNobodyBesideItCountsAtOnce() throws IOException {
        copyAll();
        assertThat(run(folder.resolve("specs"), "--expected", EXPECTED, "--jobs", "1"))
                .isEqualTo(ExitCode.VIOLATED);
        assertThat(out).contains("violated  marker", "1 holds, 1 violated").doesNotContain("again ");
    }

    @Test
    void whatDiffersAlsoAloneIsViolated() throws IOException {
        copyAll();
        Path expected = Files.createDirectories(folder.resolve("other"));
        Files.writeString(expected.resolve("queue.out"), "something else\n");
        Files.copy(EXPECTED.resolve("marker.out"), expected.resolve("marker.out"));
        assertThat(run(folder.resolve("specs"), "--expected", expected)).isEqualTo(ExitCode.VIOLATED);
        assertThat(out)
                .contains("again     queue")
                .containsPattern("violated {2}queue .*differs from .*queue.out; also when run alone")
                .contains("1 holds, 1 violated");
    }

    private void copyAll() throws IOException {
        Files.createDirectories(folder.resolve("specs"));
        copy(spec("queue"), "specs/queue.spec");
        copy(spec("marker"), "specs/marker.spec");
    }

    @Test
    void filesWithoutAnythingToJudgeByWerePlayed() throws IOException {
        copyAll();
        assertThat(run(folder.resolve("specs"))).isZero();
        assertThat(out).contains("played    marker", "played    queue", "2 played", "nothing is violated");
    }

    @Test
    void aBrokenInvariantNamesThePermutationThatShowsIt() throws IOException {
        assertThat(run(spec("coupon"), "--out", folder.resolve("out"))).isEqualTo(ExitCode.VIOLATED);
        assertThat(out)
                .contains("invariant \"redeemed no more often than allowed\" is violated after 4 of 6 permutations")
                .contains("SPRING|      1|       2")
                .contains("violated  coupon", "1 of 1 violated");
        Matcher smallest = Pattern.compile("--permutation \"(.*)\"").matcher(out);
        assertThat(smallest.find()).isTrue();
        assertThat(folder.resolve("out/junit.xml")).content().contains("--permutation", "SPRING");

        assertThat(run(spec("coupon"), "--permutation", smallest.group(1))).isEqualTo(ExitCode.VIOLATED);
        assertThat(out).contains("after 1 of 1 permutation\n");
        assertThat(run(spec("coupon"), "--permutation", "bob_redeems bob_commits alice_redeems alice_commits"))
                .isZero();
        assertThat(out).contains("holds     coupon", "no violation in 1 permutation, 0 steps waited");
    }

    @Test
    void aSampleIsDrawnBySeed() {
        assertThat(run(spec("coupon"), "--sample", "2", "--seed", "3")).isIn(0, 1);
        String first = permutations();
        assertThat(first.lines()).hasSize(2);
        assertThat(run(spec("coupon"), "--sample", "2", "--seed", "3")).isIn(0, 1);
        assertThat(permutations()).isEqualTo(first);
        assertThat(err).isEmpty();
        assertThat(run(spec("queue"), "--sample", "1")).isZero();
        assertThat(err).containsPattern("seed \\d+\n");
    }

    private String permutations() {
        return String.join(
                "\n", out.lines().filter(line -> line.startsWith("starting")).toList());
    }

    @Test
    void aStepOverTheLimitIsCancelled() {
        assertThat(run(spec("asleep"), "--limit", "300ms", "--out", folder.resolve("out")))
                .isNotEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(out).contains("canceling statement due to user request");
    }

    @Test
    void aFileThatNeedsMoreConnectionsThanThereAreIsRefused() throws IOException {
        StringBuilder crowd = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            crowd.append("session s%d step a%d { SELECT 1; }%n".formatted(i, i));
        }
        Path file = write("crowd.spec", crowd + "permutation a0 a149\n");
        assertThat(run(file)).isZero();
        assertThat(out).contains("Parsed test spec with 150 sessions", "starting permutation: a0 a149");
    }

    @Test
    void anInterruptedRunSaysWhatWasPlayedAndLeavesNothingBehind() throws Exception {
        Path specs = Files.createDirectories(folder.resolve("specs"));
        copy(spec("queue"), "specs/queue.spec");
        copy(spec("asleep"), "specs/asleep.spec");
        Process process =
                start("spec", specs.toString(), "--out", folder.resolve("out").toString());
        List<ProcessHandle> servers;
        String rest;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            while (line != null && !line.startsWith("played    queue")) {
                line = reader.readLine();
            }
            assertThat(line).isNotNull();
            servers = process.descendants().toList();
            process.toHandle().destroy(); // SIGTERM; destroy() of the process itself would close its output
            rest = String.join("\n", reader.lines().toList());
        }
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(rest).contains("1 played, 1 unknown", "interrupted", "exit code 3");
        assertThat(servers).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(folder.resolve("out/junit.xml")).content().contains("tests=\"2\"", "errors=\"1\"");
        assertThat(folder.resolve("out/results/queue.out")).hasSameBinaryContentAs(EXPECTED.resolve("queue.out"));
    }

    @Test
    void anInterruptedFileEndsToo() throws Exception {
        Process process = start("spec", spec("asleep").toString());
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(reader.readLine()).isEqualTo("Parsed test spec with 1 sessions");
            List<ProcessHandle> servers = process.descendants().toList();
            process.toHandle().destroy();
            assertThat(reader.lines()).noneMatch(line -> line.contains("exit code"));
            assertThat(process.waitFor()).isEqualTo(143);
            assertThat(servers).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        }
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void theGuidesExampleIsTheFileThatIsTestedHere() throws IOException {
        String guide = Files.readString(Path.of("../docs/guide/interleavings.md"));
        assertThat(guide).contains("```\n" + Files.readString(spec("coupon")) + "```\n");
        assertThat(run(spec("coupon"))).isEqualTo(ExitCode.VIOLATED);
        String verdict = out.substring(out.indexOf("invariant \"", out.lastIndexOf("starting permutation")));
        assertThat(verdict).isNotEmpty();
        Matcher shown = Pattern.compile("(?s)\ncoupon: (.*?)```").matcher(guide);
        assertThat(shown.find()).isTrue();
        assertThat(out).contains("\ncoupon: " + shown.group(1).lines().limit(6).reduce("", (a, b) -> a + b + "\n"));
    }

    @Test
    void theGuidesCureHoldsAndItsOutputIsPinned() throws IOException {
        Path cured = write(
                "coupon.spec",
                Files.readString(spec("coupon")).replace("{ BEGIN; }", "{ BEGIN ISOLATION LEVEL SERIALIZABLE; }"));
        assertThat(run(cured, "--expected", EXPECTED)).isZero();
        assertThat(out).contains("as coupon.out says").contains("could not serialize access");
    }
}
