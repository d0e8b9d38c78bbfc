package dev.holdfast.proof.spec;

import dev.holdfast.core.Secret;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL's own program that plays isolation files, where a server's installation has it. Each run is a process.
 *
 * @param program {@code isolationtester}
 * @param libraries where its {@code libpq} is
 */
record Isolationtester(Path program, Path libraries) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** What a run printed, to each stream or, if merged, all to {@code out}. */
    record Output(int status, Bytes out, Bytes err) {}

    /** Found by what the server says of its own installation; empty if that has none. */
    static Optional<Isolationtester> of(PostgresServer server) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select max(setting) filter (where name = 'PGXS'), max(setting) filter (where name = 'LIBDIR')
                          from pg_config""")) {
            row.next();
            Path sources = Path.of(row.getString(1)).resolve("../..").normalize();
            Path program = sources.resolve("test/isolation/isolationtester");
            return Files.isExecutable(program)
                    ? Optional.of(new Isolationtester(program, Path.of(row.getString(2))))
                    : Optional.empty();
        }
    }

    /**
     * Plays {@code text} in {@code database}.
     *
     * @param variables of the environment, beside those that say where the database is
     * @param merged both streams into one, in the order in which they were written
     * @throws IOException also if it took longer than two minutes
     */
    Output play(String name, Bytes text, Database database, Map<String, String> variables, boolean merged)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("holdfast-isolationtester");
        Path in = folder.resolve("in");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        try {
            Files.write(in, text.toArray());
            Files.write(err, new byte[0]);
            ProcessBuilder builder = builder(name, database, variables)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile());
            int status = run(merged ? builder.redirectErrorStream(true) : builder.redirectError(err.toFile()));
            return new Output(status, Bytes.of(Files.readAllBytes(out)), Bytes.of(Files.readAllBytes(err)));
        } finally {
            for (Path file : new Path[] {in, out, err, folder}) {
                Files.deleteIfExists(file);
            }
        }
    }

    private ProcessBuilder builder(String name, Database database, Map<String, String> variables) {
        PostgresServer server = database.server();
        String where = "host=%s port=%d user=%s dbname=%s"
                .formatted(server.host(), server.port(), server.user(), database.name());
        ProcessBuilder builder = new ProcessBuilder(program.toString(), where);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(variable -> variable.startsWith("PG") || variable.startsWith("LC_"));
        environment.put("LC_ALL", "C");
        environment.put("LD_LIBRARY_PATH", libraries.toString());
        environment.put("PGPASSWORD", text(server.password()));
        environment.put("PGAPPNAME", "isolation/" + name);
        environment.putAll(variables);
        return builder;
    }

    private static String text(Secret password) {
        return password.use(String::new);
    }

    private static int run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("isolationtester was still at it after " + LIMIT);
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
