package dev.holdfast.servers.internal;

import dev.holdfast.servers.ServerFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Short commands, quoting for sh, and the shell text that this room ships. */
public final class Shell {
    /** How a command ended and what it said, both streams together. */
    public record Result(int status, String output) {
        public boolean ok() {
            return status == 0;
        }
    }

    private Shell() {}

    /** Runs a command that ends soon; status 127 if it isn't installed. */
    public static Result run(List<String> command) {
        try {
            Process process = process(command).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output.strip());
        } catch (IOException e) {
            return new Result(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailed("interrupted", "while running " + command.getFirst() + ".", "", e);
        }
    }

    /** A command with the environment that ours all get: English messages, nobody's PG* variables. */
    static ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(Shell::unwanted);
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private static boolean unwanted(String variable) {
        String name = variable.toUpperCase(Locale.ROOT);
        return name.startsWith("PG") || name.startsWith("LC_") || name.equals("LANG") || name.equals("TZ");
    }

    /** What a program has written to a file, whatever its encoding; empty if there is no such file. */
    public static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** One word for sh, whatever is in it. */
    public static String quote(String word) {
        return '\'' + word.replace("'", "'\\''") + '\'';
    }

    public static String quote(List<String> words) {
        return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
    }

    /** A shell text of this package, preceded by the functions that it uses. */
    static String text(String name) {
        return resource("lock.sh") + resource("boot.sh") + resource(name);
    }

    private static String resource(String name) {
        try (InputStream stream = Shell.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource missing from the jar: " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
