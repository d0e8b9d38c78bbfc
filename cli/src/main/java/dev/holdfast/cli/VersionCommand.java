package dev.holdfast.cli;

import dev.holdfast.servers.EmbeddedOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;

/** Says which Holdfast, JDK and PostgreSQL these are. */
@Command(
        name = "version",
        description = "Prints the versions of Holdfast, the JDK and the embedded PostgreSQL.",
        mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable {
    @Override
    public void run() {
        System.out.println("holdfast %s, JDK %s, embedded PostgreSQL %s"
                .formatted(holdfast(), Runtime.version(), EmbeddedOptions.PINNED_VERSION));
    }

    /** The version that the build wrote into the jar. */
    static String holdfast() {
        Properties properties = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
