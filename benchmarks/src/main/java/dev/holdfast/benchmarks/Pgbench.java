package dev.holdfast.benchmarks;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Secret;
import dev.holdfast.servers.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PostgreSQL's own load driver, as a rival: {@code pgbench -M prepared -j 2} over TCP. */
final class Pgbench {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private final Database database;
    private final int port;

    Pgbench(Database database) {
        this(database, database.server().port());
    }

    /** By way of something on this machine that listens on {@code port}. */
    Pgbench(Database database, int port) {
        this.database = database;
        this.port = port;
    }

    /** {@code --version} of the program on the path. */
    static String version() {
        try {
            Process process = new ProcessBuilder("pgbench", "--version").start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new InvalidOption(
                    "pgbench is not installed",
                    "This benchmark puts our driver beside it. " + e.getMessage() + ".",
                    "Install it: on Debian and Ubuntu, apt-get install postgresql-contrib.");
        }
    }

    void initialize(int scale) {
        run(List.of("-i", "-q", "-s", String.valueOf(scale)));
    }

    /** Throughput of {@code sessions} in a closed loop, in transactions per second. */
    double throughput(Workload workload, int sessions, Duration time) {
        List<String> arguments = new ArrayList<>(List.of("-n", "-M", "prepared", "-j", "2", "-c", "" + sessions));
        arguments.addAll(List.of("-T", "" + time.toSeconds()));
        arguments.addAll(workload.pgbench());
        Matcher rate = RATE.matcher(run(arguments));
        if (!rate.find()) {
            throw new IllegalStateException("pgbench printed no rate");
        }
        return Double.parseDouble(rate.group(1));
    }

    /** Latencies at a fixed rate, from the scheduled start, in microseconds, sorted. */
    long[] latencies(Workload workload, int sessions, Duration time, double rate, Runnable during) {
        try {
            Path folder = Files.createTempDirectory("holdfast-pgbench");
            try {
                List<String> arguments =
                        new ArrayList<>(List.of("-n", "-M", "prepared", "-j", "2", "-c", "" + sessions));
                arguments.addAll(List.of("-T", "" + time.toSeconds(), "-R", "" + rate, "-l"));
                arguments.addAll(List.of("--log-prefix", folder.resolve("log").toString()));
                arguments.addAll(workload.pgbench());
                Process process = start(arguments);
                during.run();
                finish(process);
                return read(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Log lines: client, transaction number, latency, script, epoch, microseconds, schedule lag. */
    private static long[] read(Path folder) throws IOException {
        List<long[]> parts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                try (Stream<String> lines = Files.lines(file)) {
                    parts.add(lines.mapToLong(line -> Long.parseLong(line.split(" ", 4)[2]))
                            .toArray());
                }
            }
        }
        return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private String run(List<String> arguments) {
        return finish(start(arguments));
    }

    private Process start(List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of("pgbench", "-h", database.server().host()));
        command.addAll(List.of("-p", "" + port, "-U", database.server().user()));
        command.addAll(arguments);
        command.add(database.name());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", text(database.server().password()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Secret password) {
        return password.use(String::new);
    }

    private static String finish(Process process) {
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("pgbench ended with " + status + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The latency that {@code percent} of the transactions did not exceed; 0 if there were none. */
    static double percentile(long[] sorted, double percent) {
        int index = (int) Math.ceil(percent / 100 * sorted.length) - 1;
        return sorted.length == 0 ? 0 : (double) sorted[Math.max(0, index)];
    }
}
