package dev.holdfast.benchmarks;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** PostgreSQL's own player of isolation files, as a rival: a process for each file. */
final class Isolationtester {
    private final Path program;
    private final Path libraries;

    /**
     * The program of the server's own installation.
     *
     * @throws InvalidOption if that has none
     */
    Isolationtester(PostgresServer server) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select max(setting) filter (where name = 'PGXS'), max(setting) filter (where name = 'LIBDIR')
                          from pg_config""")) {
            row.next();
            Path sources = Path.of(row.getString(1)).resolve("../..").normalize();
            program = sources.resolve("test/isolation/isolationtester");
            libraries = Path.of(row.getString(2));
        }
        if (!Files.isExecutable(program)) {
            throw new InvalidOption(
                    "there is no isolationtester to compare with",
                    program + " isn't there.",
                    "Use a version of PostgreSQL whose published programs have it, for example 18.6.0.");
        }
    }

    /** Plays one file; what it prints is read by nobody. */
    void play(Path file, Database database) {
        PostgresServer server = database.server();
        String where = "host=%s port=%d user=%s dbname=%s"
                .formatted(server.host(), server.port(), server.user(), database.name());
        ProcessBuilder builder = new ProcessBuilder(program.toString(), where).redirectInput(file.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("LD_LIBRARY_PATH", libraries.toString());
        environment.put("PGPASSWORD", server.password().use(String::new));
        int status = run(builder);
        if (status != 0 && status != 1) { // 1: the file's own setup failed, which is one way to end
            throw new IllegalStateException("isolationtester ended with " + status + " on " + file);
        }
    }

    /** Its exit status. */
    static int run(ProcessBuilder builder) {
        try {
            Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return status(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int status(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
