package dev.holdfast.cli.report;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The folder that a run of {@code .spec} files leaves: {@code junit.xml} and the transcripts. Files appear whole or not at all. */
public final class SpecFolder {
    private final Path path;

    private SpecFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes the folder if it isn't there, and sees whether files can be written in it.
     *
     * @throws InvalidOption if not
     */
    public static SpecFolder at(Path path) {
        return new SpecFolder(OutFolder.at(path).path());
    }

    static String diffName(SpecOutcome outcome) {
        return "results/" + outcome.name() + ".diff";
    }

    /** Where the whole difference of {@code outcome} lies. */
    public Path diff(SpecOutcome outcome) {
        return path.resolve(diffName(outcome));
    }

    /** Writes what came of all files. */
    public void write(List<SpecOutcome> outcomes, Instant started) {
        try {
            for (SpecOutcome outcome : outcomes) {
                write(outcome);
            }
            StringWriter xml = new StringWriter();
            SpecJunitXml.write(outcomes, started, xml);
            OutFolder.replace(
                    path.resolve("junit.xml"), Bytes.of(xml.toString()).toArray());
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the reports to " + path + ": " + e.getMessage(), e);
        }
    }

    private void write(SpecOutcome outcome) throws IOException {
        replace(path.resolve("results").resolve(outcome.name() + ".out"), outcome.transcript());
        replace(diff(outcome), Bytes.of(outcome.diff()));
    }

    /** An empty file is none, and what an earlier run left would be taken for this run's. */
    private static void replace(Path file, Bytes content) throws IOException {
        if (content.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            OutFolder.replace(file, content.toArray());
        }
    }
}
