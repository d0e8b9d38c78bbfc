package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import picocli.CommandLine;

/** The commands as somebody types them; what has to start a server really starts one. */
@ResourceLock(Resources.SYSTEM_OUT)
class MainTest {
    private final StringWriter err = new StringWriter();
    private String out = "";

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        try {
            return line.execute(arguments);
        } finally {
            System.setOut(before);
            out = printed.toString(StandardCharsets.UTF_8);
        }
    }

    private String outFolder() {
        return folder.resolve("out").toString();
    }

    @Test
    void helpTeaches() {
        assertThat(run()).isZero();
        assertThat(out).contains("prove", "replay", "Exit codes");
        assertThat(run("prove", "--help")).isZero();
        assertThat(out).contains("--saboteurs", "Examples:", "--target");
        assertThat(run("help", "bench")).isZero();
        assertThat(out).contains("driver");
    }

    @Test
    void versionNamesHoldfastAndPostgres() {
        assertThat(run("version")).isZero();
        assertThat(out).startsWith("holdfast 0.").contains("embedded PostgreSQL 18");
        assertThat(out).doesNotContain("${");
    }

    @Test
    void allMistakesAreRefusedAtOnceAndNothingStarts() {
        assertThat(run(
                        "prove",
                        "flash-sail",
                        "--seed",
                        "x",
                        "--sessions",
                        "0",
                        "--duration",
                        "soon",
                        "--rate",
                        "-1",
                        "--repeat",
                        "none",
                        "--through",
                        "haproxy",
                        "--wait",
                        "5s",
                        "--postgres",
                        "banana",
                        "--out",
                        outFolder()))
                .isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString())
                .contains("unknown scenario \"flash-sail\"")
                .contains("Did you mean flash-sale")
                .contains("--seed is not a whole number")
                .contains("--sessions is not a whole number from 1 to 1000")
                .contains("--duration is not a duration")
                .contains("--rate is not a number")
                .contains("--repeat is not")
                .contains("--through is not a pooler")
                .contains("--wait and --shared-target are for a server of your own")
                .contains("banana");
    }

    @Test
    void anOptionThatDoesNotExistIsRefusedWithASuggestion() {
        assertThat(run("prove", "--sabotuers")).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString())
                .contains("--sabotuers")
                .contains("--saboteurs")
                .contains("--help");
        assertThat(run("prov")).isEqualTo(ExitCode.BAD_OPTIONS);
    }

    @Test
    void unknownTagsAndEmptySelectionsAreRefused() {
        assertThat(run("prove", "--tag", "copuons", "--out", outFolder())).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("unknown tag \"copuons\"").contains("Did you mean coupons");
        assertThat(run("prove", "nul-byte", "--tag", "coupons", "--out", outFolder()))
                .isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("no scenario has both");
    }

    @Test
    void anUnwritableOutIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(run("prove", "last-stock", "--out", file.toString())).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("cannot write to the folder of reports");
    }

    @Test
    void aVersionThatDoesNotExistIsRefused() {
        assertThat(run("prove", "last-stock", "--postgres", "15.99", "--out", outFolder()))
                .isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("15.99");
    }

    @Test
    void aPasswordIsNotRepeatedInAnyRefusal() {
        String url = "jdbc:postgresql://127.0.0.1:1/postgres?user=u&password=hunter2";
        assertThat(run("prove", url, "--out", outFolder())).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(run("prove", "--targt=" + url)).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(run("prove", "--targt", "postgresql://u:hunter2@127.0.0.1/postgres"))
                .isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("unknown scenario", "--targt").doesNotContain("hunter2");
    }

    @Test
    void timesAndRatesThatNobodyCouldWaitForAreRefused() {
        assertThat(run("prove", "last-stock", "--duration", "999999999h", "--rate", "1e-300", "--out", outFolder()))
                .isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("at most 1000h").contains("from 0.001");
    }

    @Test
    void anErrorThatNobodyCaughtDoesNotSayViolated() {
        CommandLine line = new CommandLine(CommandLine.Model.CommandSpec.wrapWithoutInspection((Runnable) () -> {
            throw new StackOverflowError("planted");
        }));
        line.setErr(new PrintWriter(err, true));
        assertThat(Main.run(line)).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("planted");
    }

    @Test
    void aReplayThatPlaysNothingIsUnknown() throws IOException {
        assertThat(run("prove", "last-stock", "--seed", "5", "--out", outFolder()))
                .isZero();
        Path results = folder.resolve("out").resolve("results.json");
        ObjectMapper mapper = new ObjectMapper();
        var root = (com.fasterxml.jackson.databind.node.ObjectNode) mapper.readTree(results.toFile());
        root.putArray("scenarios");
        Files.writeString(results, mapper.writeValueAsString(root));
        assertThat(run("replay", outFolder())).isEqualTo(ExitCode.UNKNOWN);
    }

    @Test
    void aReplayTakesNoMaskForAPassword() {
        assertThat(ReplayCommand.withoutMask("jdbc:postgresql://h/d?user=u&password=********"))
                .isEqualTo("jdbc:postgresql://h/d?user=u");
        assertThat(ReplayCommand.withoutMask("jdbc:postgresql://h/d?password=********&user=u"))
                .isEqualTo("jdbc:postgresql://h/d?user=u");
        assertThat(ReplayCommand.withoutMask("postgresql://u:********@h/d")).isEqualTo("postgresql://u@h/d");
        assertThat(ReplayCommand.withoutMask("10s")).isEqualTo("10s");
    }

    @Test
    void theVerdictIsPrintedAlsoIfTheReportsCanNotBeWritten() throws IOException {
        Files.createDirectories(folder.resolve("out").resolve("junit.xml").resolve("in-the-way"));
        assertThat(run("prove", "last-stock", "--out", outFolder())).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(out).contains("1 holds");
        assertThat(err.toString()).contains("could not write the reports").doesNotContain("fault of Holdfast");
    }

    @Test
    void anUnreachableTargetIsRefusedWithoutItsPassword() {
        assertThat(run(
                        "prove",
                        "last-stock",
                        "--target",
                        "jdbc:postgresql://127.0.0.1:1/postgres?user=u&password=hunter2",
                        "--out",
                        outFolder()))
                .isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("127.0.0.1").doesNotContain("hunter2");
        assertThat(run("prove", "last-stock", "--target", "mysql://x", "--out", outFolder()))
                .isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(run(
                        "prove",
                        "last-stock",
                        "--target",
                        "jdbc:postgresql://h/d",
                        "--postgres",
                        "15",
                        "--out",
                        outFolder()))
                .isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("--postgres needs the embedded server");
    }

    @Test
    void listTellsEveryScenarioAlsoAsJson() throws IOException {
        assertThat(run("list")).isZero();
        assertThat(out).contains("flash-sale-5-of-50", "would disprove:", "comes from:", "saboteurs:");
        assertThat(run("list", "--json")).isZero();
        JsonNode list = new ObjectMapper().readTree(out);
        assertThat(list.size()).isGreaterThan(10);
        for (JsonNode scenario : list) {
            assertThat(scenario.path("saboteurs").size())
                    .as(scenario.path("id").asText())
                    .isPositive();
            assertThat(scenario.path("quick_s").asInt()).isPositive();
        }
    }

    @Test
    void proveWritesItsReportsAndReplayPlaysThemAgain() throws IOException {
        assertThat(run("prove", "last-stock", "--saboteurs", "--seed", "5", "--out", outFolder()))
                .isZero();
        assertThat(out).contains("last-stock", "holds", "1 holds", "saboteurs caught", "seed 5");
        for (String file : new String[] {"report.html", "results.json", "junit.xml", "metrics.csv", "server.log"}) {
            assertThat(folder.resolve("out").resolve(file)).isNotEmptyFile();
        }
        Path plan = folder.resolve("out").resolve("plans").resolve("last-stock.plan");
        String first = Files.readString(plan);
        assertThat(run("replay", outFolder(), "--times", "2")).isZero();
        assertThat(out).contains("last-stock (recorded: holds)").contains("recurs 2 of 2");
        String again = folder.resolve("again").toString();
        assertThat(run("prove", "last-stock", "--seed", "5", "--out", again)).isZero();
        assertThat(folder.resolve("again").resolve("plans").resolve("last-stock.plan"))
                .hasContent(first);
    }

    @Test
    void replayRefusesWhatIsNoEarlierRun() {
        assertThat(run("replay", folder.resolve("nothing").toString())).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("cannot read the results of an earlier run");
    }

    @Test
    void repeatPlaysOtherSeeds() throws IOException {
        assertThat(run("prove", "last-stock", "--repeat", "2", "--duration", "100ms", "--out", outFolder()))
                .isZero();
        JsonNode root = new ObjectMapper()
                .readTree(folder.resolve("out").resolve("results.json").toFile());
        assertThat(root.path("scenarios").size()).isEqualTo(2);
        assertThat(root.at("/scenarios/0/seed").asLong())
                .isNotEqualTo(root.at("/scenarios/1/seed").asLong());
    }

    @Test
    void doctorFindsThisMachineWell() {
        assertThat(run("doctor")).isZero();
        assertThat(out).contains("ok      embedded PostgreSQL").doesNotContain("FAILED");
    }

    @Test
    void aPartOfABenchmarkIsAskedForByItsName() {
        assertThat(run("bench", "connections", "--part", "cycles")).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("\"cycles\" was given.", "registered, server, threads, cycle");
        assertThat(run("bench", "driver", "--part", "cycle")).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("--part means nothing to driver");
    }

    @Test
    void benchRefusesWhatItDoesNotKnow() {
        assertThat(run("bench", "banana", "--runs", "0", "--duration", "1s")).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString())
                .contains("unknown benchmark")
                .contains("--runs is not")
                .contains("--duration is too short");
    }

    @Test
    void cleanAsksTheTargetFirst() {
        assertThat(run("clean", "--target", "jdbc:postgresql://127.0.0.1:1/postgres?user=u"))
                .isEqualTo(ExitCode.BAD_OPTIONS);
    }
}
