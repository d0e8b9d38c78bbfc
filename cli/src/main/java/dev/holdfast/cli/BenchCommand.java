package dev.holdfast.cli;

import dev.holdfast.benchmarks.DriverBenchmark;
import dev.holdfast.benchmarks.ProxyBenchmark;
import dev.holdfast.core.Problems;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A benchmark against its rivals, in one run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Runs a benchmark against its rivals, alternating, in one run.",
        footer = {
            "",
            "Benchmarks:",
            "  driver    our sessions beside pgbench: throughput, latency, a standing server",
            "  proxy     the fault proxy beside the direct way and a proxy that only copies bytes"
        })
final class BenchCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Which: driver or proxy.")
    private String name = "";

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "Runs of each. Default: 5.")
    private @Nullable String runs;

    @Option(names = "--duration", paramLabel = "D", defaultValue = "5s", description = "Of one run. Default: 5s.")
    private @Nullable String duration;

    @Override
    public Integer call() throws SQLException {
        Problems problems = new Problems();
        if (!name.equals("driver") && !name.equals("proxy")) {
            problems.add(
                    "unknown benchmark \"" + name + "\"", "", "There are two: ./holdfast bench driver, and proxy.");
        }
        int count = (int) Texts.number("--runs", runs, 1, 100, problems).orElse(5);
        Duration time = Texts.duration("--duration", duration, problems).orElse(Duration.ofSeconds(5));
        if (time.compareTo(Duration.ofSeconds(2)) < 0) {
            problems.add("--duration is too short", time.toMillis() + " ms.", "A run takes at least 2s.");
        }
        problems.throwIfAny();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        if (name.equals("driver")) {
            new DriverBenchmark(count, time, out).run();
        } else {
            new ProxyBenchmark(count, time, out).run();
        }
        return ExitCode.ALL_HOLD;
    }
}
