package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file that a test names, and those beside it.
 *
 * @param beside the class that relative names are beside
 * @param name with {@code file:}, {@code classpath:}, or neither
 */
public record SpecSource(Class<?> beside, String name) {
    private static final String FILE = "file:";
    private static final String CLASS_PATH = "classpath:";

    /**
     * Its content.
     *
     * @throws InvalidOption if there is no such file
     */
    public Bytes read() throws IOException {
        return content()
                .orElseThrow(() -> new InvalidOption(
                        "there is no " + name,
                        name.startsWith(FILE)
                                ? "Looked for " + Path.of(withoutScheme()).toAbsolutePath() + "."
                                : "Looked for " + resource() + " on the class path of " + beside.getName() + ".",
                        "Put it beside the test class among the test resources, or write file:path."));
    }

    private Optional<Bytes> content() throws IOException {
        if (name.startsWith(FILE)) {
            Path path = Path.of(withoutScheme());
            return Files.isRegularFile(path) ? Optional.of(Bytes.of(Files.readAllBytes(path))) : Optional.empty();
        }
        try (InputStream bytes = open()) {
            return bytes == null ? Optional.empty() : Optional.of(Bytes.of(bytes.readAllBytes()));
        }
    }

    private @Nullable InputStream open() {
        ClassLoader loader = beside.getClassLoader();
        return loader == null ? null : loader.getResourceAsStream(resource());
    }

    private String resource() {
        String path = withoutScheme();
        if (path.startsWith("/") || name.startsWith(CLASS_PATH)) {
            return path.replaceFirst("^/+", "");
        }
        String folder = beside.getPackageName().replace('.', '/');
        return folder.isEmpty() ? path : folder + "/" + path;
    }

    private String withoutScheme() {
        return name.substring(
                name.startsWith(FILE) ? FILE.length() : name.startsWith(CLASS_PATH) ? CLASS_PATH.length() : 0);
    }

    /** The file's own name, without {@code .spec}. */
    public String simpleName() {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
        return last.endsWith(".spec") ? last.substring(0, last.length() - ".spec".length()) : last;
    }

    /** {@code x.out}, {@code x_0.out} … {@code x_9.out}, as far as they are there. */
    public Map<SpecSource, Bytes> outputsBeside() throws IOException {
        String base = name.endsWith(".spec") ? name.substring(0, name.length() - ".spec".length()) : name;
        Map<SpecSource, Bytes> outputs = new LinkedHashMap<>();
        for (String ending : endings()) {
            SpecSource output = new SpecSource(beside, base + ending);
            output.content().ifPresent(bytes -> outputs.put(output, bytes));
        }
        return outputs;
    }

    private static Iterable<String> endings() {
        return Stream.concat(Stream.of(".out"), IntStream.rangeClosed(0, 9).mapToObj(i -> "_" + i + ".out"))
                .toList();
    }
}
