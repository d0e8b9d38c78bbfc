package dev.holdfast.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point at is there. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

    @Test
    void linksLeadSomewhere() throws IOException {
        assertThat(documents())
                .hasSizeGreaterThan(10)
                .allSatisfy(document -> assertThat(LINK.matcher(Files.readString(document))
                                .results()
                                .map(match -> document.resolveSibling(match.group(1))))
                        .allMatch(Files::exists));
    }

    /** They were written on one machine and are read on others. */
    @Test
    void noDocumentNamesAPathOfTheMachineItWasWrittenOn() throws IOException {
        assertThat(documents()).noneMatch(document -> text(document).matches("(?s).*(/root/|/home/|/work/).*"));
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(Room.house());
                Stream<Path> docs = Files.walk(Room.house().resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static String text(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
