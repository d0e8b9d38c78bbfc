package dev.holdfast.proof.spec;

import dev.holdfast.proof.spec.internal.Difference;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The outputs that a file may have: {@code NAME.out}, {@code NAME_0.out} … {@code NAME_9.out} of one folder. */
public record Expected(Path folder) {
    /** How an output compares. */
    public sealed interface Match {
        /** It is {@code file}, byte for byte. */
        record Same(Path file) implements Match {}

        /** It is none of them; {@code diff} is the unified difference from {@code nearest}, the one least different. */
        record Different(Path nearest, String diff) implements Match {}

        /** The folder has none for this name. */
        record Absent() implements Match {}
    }

    /** Compares {@code transcript} with the files for {@code name}. */
    public Match match(String name, Bytes transcript) throws IOException {
        Map<Path, Bytes> outputs = outputs(name);
        if (outputs.isEmpty()) {
            return new Match.Absent();
        }
        for (Map.Entry<Path, Bytes> output : outputs.entrySet()) {
            if (output.getValue().equals(transcript)) {
                return new Match.Same(output.getKey());
            }
        }
        return nearest(name, outputs, transcript);
    }

    private Map<Path, Bytes> outputs(String name) throws IOException {
        List<Path> files = Stream.concat(
                        Stream.of(name + ".out"), IntStream.rangeClosed(0, 9).mapToObj(i -> name + "_" + i + ".out"))
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .toList();
        Map<Path, Bytes> outputs = new LinkedHashMap<>();
        for (Path file : files) {
            outputs.put(file, Bytes.of(Files.readAllBytes(file)));
        }
        return outputs;
    }

    private static Match nearest(String name, Map<Path, Bytes> outputs, Bytes transcript) {
        Map.Entry<Path, Difference> nearest = outputs.entrySet().stream()
                .map(output -> Map.entry(output.getKey(), Difference.of(output.getValue(), transcript)))
                .min(Comparator.comparingInt(difference -> difference.getValue().size()))
                .orElseThrow();
        Path file = nearest.getKey();
        return new Match.Different(file, nearest.getValue().unified(String.valueOf(file.getFileName()), name));
    }
}
