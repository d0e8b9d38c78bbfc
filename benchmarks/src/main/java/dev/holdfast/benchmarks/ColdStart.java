package dev.holdfast.benchmarks;

import dev.holdfast.junit.internal.ReadyDatabases;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** A JVM that starts, starts a server, and takes one database. */
final class ColdStart {
    private ColdStart() {}

    /** In milliseconds: from the JVM's start to the first database, without the server's own start. */
    static double measure() {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ColdStart.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String line = out.readLine();
                if (line == null) {
                    throw new IllegalStateException("the JVM ended without an answer");
                }
                return Double.parseDouble(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The other JVM. */
    public static void main(String[] arguments) throws SQLException {
        Instant began = ProcessHandle.current().info().startInstant().orElseThrow();
        long starting = System.nanoTime();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.defaults())) {
            long started = System.nanoTime();
            try (ReadyDatabases databases = new ReadyDatabases(server, "template0", 1, false)) {
                databases.take();
                double all = Duration.between(began, Instant.now()).toNanos() / 1e6;
                System.out.println(all - (started - starting) / 1e6);
            }
        }
    }
}
