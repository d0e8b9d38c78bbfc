package dev.holdfast.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Our connections beside HikariCP, Agroal, commons-pool2, DBCP2 and PgBouncer: a pool by itself, without a server (JMH), and many tenants on
 * a real one. The rivals are fetched when it runs, and play in another JVM.
 */
public final class ConnectionsBenchmark {
    /**
     * What it consists of, in order: what a registered tenant costs; all that needs a server; thousands of virtual threads; acquire and
     * release by itself.
     */
    public static final List<String> PARTS = List.of("registered", "server", "threads", "cycle");

    static final List<String> RIVALS = List.of(
            "com.zaxxer:HikariCP:7.1.0",
            "io.agroal:agroal-pool:3.2.1",
            "org.apache.commons:commons-pool2:2.13.1",
            "org.apache.commons:commons-dbcp2:2.14.0");
    static final List<String> JMH =
            List.of("org.openjdk.jmh:jmh-core:1.37", "org.openjdk.jmh:jmh-generator-reflection:1.37");

    private final int runs;
    private final Duration time;
    private final JunitBenchmark.Resolver resolver;
    private final PrintWriter out;

    /**
     * A benchmark that prints to standard output.
     *
     * @param runs of each, alternating
     * @param time of one run
     */
    public ConnectionsBenchmark(int runs, Duration time, JunitBenchmark.Resolver resolver, PrintWriter out) {
        this.runs = runs;
        this.time = time;
        this.resolver = resolver;
        this.out = out;
    }

    /**
     * Plays, and prints.
     *
     * @param parts of {@link #PARTS}
     */
    public void run(List<String> parts) throws IOException {
        List<Path> rivals =
                resolver.classPath(Stream.concat(RIVALS.stream(), JMH.stream()).toList());
        Path generated = Files.createTempDirectory("holdfast-jmh-");
        out.flush();
        play(rivals, generated, parts);
    }

    /** The other JVM ends when its standard input does, and removes the folder. */
    private void play(List<Path> rivals, Path generated, List<String> parts) throws IOException {
        String classPath = Stream.concat(
                        Stream.of(System.getProperty("java.class.path"), generated.toString()),
                        rivals.stream().map(Path::toString))
                .collect(Collectors.joining(System.getProperty("path.separator")));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djmh.ignoreLock=true",
                "-Dholdfast.directory=" + System.getProperty("holdfast.directory", "/tmp"),
                "-cp",
                classPath,
                "dev.holdfast.benchmarks.pools.PoolsProcess"));
        command.addAll(List.of(
                Integer.toString(runs),
                Long.toString(time.toMillis()),
                generated.toString(),
                RIVALS.stream().map(ConnectionsBenchmark::named).collect(Collectors.joining(", ")),
                String.join(",", parts)));
        Process process = new ProcessBuilder(command)
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(
                        "the JVM with the rivals ended with " + code + "; what it said stands above");
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }

    /** Name and version. */
    private static String named(String coordinates) {
        String[] parts = coordinates.split(":", -1);
        return parts[1] + " " + parts[2];
    }
}
