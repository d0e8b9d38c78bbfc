package dev.holdfast.cli.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Violation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

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
                    "--out is %s: %s.".formatted(path, why(path, e)),
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
    public synchronized boolean write(Run run, Optional<Path> serverLog) {
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

    private void writeAll(Run run, Optional<Path> serverLog) throws IOException {
        file(path.resolve("results.json"), out -> ResultsJson.write(run, out));
        file(path.resolve("junit.xml"), out -> JunitXml.write(run, out));
        file(report(), out -> HtmlReport.write(run, out));
        plans(run);
        timelines(run);
        if (serverLog.isPresent() && Files.isReadable(serverLog.get())) {
            Path copy = path.resolve("server.log");
            Path part = part(copy);
            Files.copy(serverLog.get(), part, StandardCopyOption.REPLACE_EXISTING);
            move(part, copy);
        }
        file(path.resolve("metrics.csv"), out -> MetricsCsv.write(run, out));
    }

    private void plans(Run run) throws IOException {
        Path plans = path.resolve("plans");
        Set<String> names = new HashSet<>();
        for (Entry entry : run.entries()) {
            String plan = entry.result().plan();
            if (!plan.isEmpty()) {
                String name = name(entry.result()) + ".plan";
                names.add(name);
                Files.createDirectories(plans);
                file(plans.resolve(name), out -> out.write(plan));
            }
        }
        removeOthers(plans, "*.plan", names);
    }

    private void timelines(Run run) throws IOException {
        Path timelines = path.resolve("timelines");
        Set<String> names = new HashSet<>();
        for (Entry entry : run.entries()) {
            if (!entry.result().violations().isEmpty()) {
                String name = name(entry.result()) + ".txt";
                names.add(name);
                Files.createDirectories(timelines);
                file(timelines.resolve(name), out -> timelines(run, entry.result(), out));
            }
        }
        removeOthers(timelines, "*.txt", names);
    }

    private static void timelines(Run run, Result result, Writer out) throws IOException {
        for (Violation violation : Argument.smallestFirst(result)) {
            out.write(violation.invariant() + "\n");
            out.write(Argument.wholeTimeline(violation.events()));
            out.write("why it cannot be: " + violation.argument() + "\n\n");
        }
        out.write("counts: " + Argument.counts(result) + "\nreplay: " + Argument.replay(run, result) + "\n");
    }

    /** Files of an earlier run would be taken for those of this one. */
    private static void removeOthers(Path folder, String pattern, Set<String> names) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            for (Path file : files) {
                if (!names.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String name(Result result) {
        String safe = result.card().id().replaceAll("[^A-Za-z0-9._-]", "_");
        return result.iteration() == 0 ? safe : safe + "-" + result.iteration();
    }

    @FunctionalInterface
    private interface Content {
        void to(Writer out) throws IOException;
    }

    private static void file(Path file, Content content) throws IOException {
        StringWriter text = new StringWriter();
        content.to(text);
        Path part = part(file);
        Files.writeString(part, text.toString());
        move(part, file);
    }

    private static Path part(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".part");
    }

    private static void move(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
