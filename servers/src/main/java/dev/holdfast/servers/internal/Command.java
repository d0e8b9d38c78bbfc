package dev.holdfast.servers.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A process that a supervisor started for us; everything about it is read from files in the run directory. */
public record Command(Path directory, String name) {
    /** What the files for process id and exit status hold until these are known; on a full disk there is no other place. */
    static final String UNKNOWN = " ".repeat(19) + "\n";

    /** Empty until it has started. */
    public OptionalLong pid() {
        String text = read(".pid");
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    /** Also if the whole run directory is gone. */
    public boolean ended() {
        return !read(".exit").isEmpty() || !Files.exists(directory);
    }

    /** The exit status; 128 + n if signal n ended it; -1 if nobody knows. Only after {@link #ended}. */
    public int status() {
        String text = read(".exit");
        return text.isEmpty() ? -1 : Integer.parseInt(text);
    }

    /** What it printed, both streams. */
    public String output() {
        return read(".out");
    }

    private String read(String suffix) {
        return Shell.read(file(suffix)).strip();
    }

    private Path file(String suffix) {
        return directory.resolve(name + suffix);
    }
}
