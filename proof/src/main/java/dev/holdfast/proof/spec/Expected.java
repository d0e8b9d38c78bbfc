package dev.holdfast.proof.spec;

import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.nio.file.Path;

/** The outputs that a file may have: {@code NAME.out}, {@code NAME_0.out} … {@code NAME_9.out} of one folder. */
@SuppressWarnings("DoNotCallSuggester") // seam
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
        throw new UnsupportedOperationException("not written yet" + name + transcript);
    }
}
