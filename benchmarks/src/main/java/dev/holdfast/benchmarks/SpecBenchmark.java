package dev.holdfast.benchmarks;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of isolation files by {@code ./holdfast spec}, several at once in one process, beside isolationtester, one file
 * after another, as PostgreSQL's own runner plays them. Both are measured from outside: our JVM's start and the making of
 * our databases count, the making of the rival's doesn't.
 */
public final class SpecBenchmark {
    /** Where the files are that the tests hold against the rival, in a clone. */
    public static final Path CORPUS = Path.of("proof/src/test/resources/dev/holdfast/proof/spec/corpus");

    private static final Path DOOR = Path.of("holdfast");
    private final int runs;
    private final Path folder;
    private final List<Path> files;
    private final PrintWriter out;

    /**
     * A benchmark that prints to {@code out}.
     *
     * @param runs of each, alternating, after one of each that isn't counted
     * @param folder of the files
     * @throws InvalidOption if the folder has no files, or this isn't run in a clone
     */
    public SpecBenchmark(int runs, Path folder, PrintWriter out) {
        this.runs = runs;
        this.folder = folder;
        this.files = files(folder);
        this.out = out;
        if (!Files.isExecutable(DOOR)) {
            throw new InvalidOption(
                    "there is no ./holdfast to measure",
                    "Looked in " + Path.of("").toAbsolutePath() + ".",
                    "Run this in the folder of a clone: ./holdfast bench spec.");
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".spec"))
                    .sorted()
                    .toList();
            if (!files.isEmpty()) {
                return files;
            }
        } catch (IOException e) {
            // said below, like an empty folder
        }
        throw new InvalidOption(
                "no isolation files to play",
                "Looked for *.spec in " + folder.toAbsolutePath() + ".",
                "Name a folder that has some, or run this in the folder of a clone.");
    }

    public void run() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.defaults())) {
            Isolationtester rival = new Isolationtester(server);
            out.printf(
                    "PostgreSQL %s on this machine (%d cores), %s; %d files of %s%n%n",
                    server.version(),
                    Runtime.getRuntime().availableProcessors(),
                    server.durability().claim(),
                    files.size(),
                    folder);
            out.flush();
            theirs(server, rival);
            ours(server);
            double[] theirs = new double[runs];
            double[] ours = new double[runs];
            double[] ratios = new double[runs];
            for (int i = 0; i < runs; i++) {
                theirs[i] = theirs(server, rival);
                ours[i] = ours(server);
                ratios[i] = theirs[i] / ours[i];
                out.printf(
                        "run %d: isolationtester, one after another, %.2f s; ./holdfast spec %.2f s; ratio %.2f%n",
                        i + 1, theirs[i], ours[i], ratios[i]);
                out.flush();
            }
            out.printf(
                    "median of %d: isolationtester %.2f s; ./holdfast spec %.2f s; ratio %.2f%n",
                    runs, median(theirs), median(ours), median(ratios));
            out.flush();
        }
    }

    /** Seconds for all files, each in a database that is there already. */
    private double theirs(EmbeddedPostgres server, Isolationtester rival) throws SQLException {
        List<Database> databases = new ArrayList<>();
        try {
            for (int i = 0; i < files.size(); i++) {
                databases.add(server.createDatabase("rival"));
            }
            long started = System.nanoTime();
            for (int i = 0; i < files.size(); i++) {
                rival.play(files.get(i), databases.get(i));
            }
            return seconds(started);
        } finally {
            databases.forEach(Database::close);
        }
    }

    /** Seconds for the whole command. */
    private double ours(EmbeddedPostgres server) {
        ProcessBuilder builder = new ProcessBuilder(
                DOOR.toAbsolutePath().toString(),
                "spec",
                folder.toString(),
                "--target",
                "jdbc:postgresql://%s:%d/postgres".formatted(server.host(), server.port()));
        builder.environment().put("PGUSER", server.user());
        builder.environment().put("PGPASSWORD", server.password().use(String::new));
        long started = System.nanoTime();
        int status = Isolationtester.run(builder);
        double took = seconds(started);
        if (status != 0 && status != 3) { // 3: a file's own setup failed, and so it says nothing
            throw new IllegalStateException("./holdfast spec ended with " + status);
        }
        return took;
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
