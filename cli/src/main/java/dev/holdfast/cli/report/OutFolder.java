package dev.holdfast.cli.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Violation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The folder of a run's reports. Every file appears whole or not at all. Thread-safe: a shutdown hook and the main thread
 * may both call {@link #write}; the first does the work, the other waits for it.
 */
public final class OutFolder {
    private final Path path;

    @GuardedBy("this")
    private boolean written;

    private OutFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes the folder if it isn't there, and sees whether files can be written in it; before anything else starts.
     *
     * @throws InvalidOption if not
     */
    public static OutFolder at(Path path) {
        try {
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, ".holdfast", ".probe"));
        } catch (IOException e) {
            throw new InvalidOption(
                    "cannot write to the folder of reports",
                    Words.text("--out is %s: %s.", path, why(path, e)),
                    "Choose a folder that you may write to, for example --out holdfast-out.");
        }
        return new OutFolder(path);
    }

    private static String why(Path path, IOException e) {
        boolean file = Files.exists(path) && !Files.isDirectory(path);
        return file ? "it is a file" : e.getClass().getSimpleName() + " at " + e.getMessage();
    }

    public Path path() {
        return path;
    }

    public Path report() {
        return path.resolve("report.html");
    }

    /** Writes all that {@code run} has come to, once. Later calls wait for the first, then return false. */
    public synchronized boolean write(Run run, Optional<String> serverLog) {
        if (written) {
            return false;
        }
        written = true;
        try {
            writeAll(run, serverLog);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the reports to " + path + ": " + e.getMessage(), e);
        }
    }

    private void writeAll(Run run, Optional<String> serverLog) throws IOException {
        removeEarlier();
        file(path.resolve("results.json"), out -> ResultsJson.write(run, out));
        file(path.resolve("junit.xml"), out -> JunitXml.write(run, out));
        file(report(), out -> HtmlReport.write(run, out));
        for (Entry entry : run.entries()) {
            besides(run, entry.result());
        }
        if (serverLog.isPresent()) {
            file(path.resolve("server.log"), out -> out.write(serverLog.get()));
        }
        file(path.resolve("metrics.csv"), out -> MetricsCsv.write(run, out));
    }

    private void besides(Run run, Result result) throws IOException {
        String name = name(result.card().id(), result.iteration());
        if (!result.plan().isEmpty()) {
            file(plan(name), out -> out.write(result.plan()));
        }
        if (!result.violations().isEmpty()) {
            file(timeline(name), out -> timelines(run, result, out));
        }
    }

    /** Plans and timelines of an earlier run would be taken for those of this one; its results say which are its own. */
    private void removeEarlier() throws IOException {
        if (!Files.exists(path.resolve("results.json"))) {
            return;
        }
        try {
            for (ResultsJson.Earlier.Trial trial : ResultsJson.read(path).trials()) {
                String name = name(trial.id(), trial.iteration());
                Files.deleteIfExists(plan(name));
                Files.deleteIfExists(timeline(name));
            }
        } catch (InvalidOption notOurs) {
            // A results.json that isn't one of ours says nothing about plans and timelines; it is replaced like any
            // file.
        }
    }

    private Path plan(String name) {
        return path.resolve("plans").resolve(name + ".plan");
    }

    private Path timeline(String name) {
        return path.resolve("timelines").resolve(name + ".txt");
    }

    private static void timelines(Run run, Result result, Writer out) throws IOException {
        for (Violation violation : Argument.smallestFirst(result)) {
            out.write(violation.invariant() + "\n");
            out.write(Argument.wholeTimeline(violation.events()));
            out.write("why it cannot be: " + violation.argument() + "\n\n");
        }
        out.write("counts: " + Argument.counts(result) + "\nreplay: " + Argument.replay(run, result) + "\n");
    }

    private static String name(String scenario, int iteration) {
        String safe = scenario.replaceAll("[^A-Za-z0-9._-]", "_");
        return iteration == 0 ? safe : safe + "-" + iteration;
    }

    @FunctionalInterface
    private interface Content {
        void to(Writer out) throws IOException;
    }

    private static void file(Path file, Content content) throws IOException {
        StringWriter text = new StringWriter();
        content.to(text);
        replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes {@code file} whole or not at all. */
    static void replace(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = part(file);
        Files.write(part, content);
        move(part, file);
    }

    private static Path part(Path file) {
        long run = ProcessHandle.current().pid(); // two runs may have the same folder
        return file.resolveSibling("." + file.getFileName() + "." + run + ".part");
    }

    private static void move(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
