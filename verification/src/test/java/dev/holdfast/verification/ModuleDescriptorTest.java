package dev.holdfast.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Freezes what each published module exports and requires. A change on purpose is accepted with
 * {@code ./holdfast test ModuleDescriptor -Dholdfast.accept=true} and read in the diff.
 */
class ModuleDescriptorTest {
    private static final Path EXPECTED = Room.VERIFICATION.path().resolve("src/test/resources/modules");

    private static final String HOW_TO_ACCEPT =
            "to accept what there is now: ./holdfast test ModuleDescriptor -Dholdfast.accept=true";

    static List<Room> roomsWithCode() {
        return Room.published().stream()
                .filter(room -> !room.sources().isEmpty())
                .toList();
    }

    @Test
    void thereIsCodeToLookAt() {
        assertThat(roomsWithCode()).contains(Room.CORE);
    }

    @ParameterizedTest
    @MethodSource("roomsWithCode")
    void moduleIsAsAgreed(Room room) throws IOException {
        ModuleDescriptor module = room.module().orElseThrow();
        Path agreed = EXPECTED.resolve(module.name() + ".expected.txt");
        if (Boolean.getBoolean("holdfast.accept")) {
            Files.createDirectories(EXPECTED);
            Files.writeString(agreed, text(module));
        }
        assertThat(agreed).as(HOW_TO_ACCEPT).exists();
        assertThat(text(module)).as(HOW_TO_ACCEPT).isEqualTo(Files.readString(agreed));
    }

    private static String text(ModuleDescriptor module) {
        return Stream.of(
                        Stream.of("module " + module.name()),
                        sorted("exports", module.exports()),
                        sorted("opens", module.opens()),
                        sorted("requires", module.requires()),
                        sorted("uses", module.uses()),
                        sorted("provides", module.provides()))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static Stream<String> sorted(String what, Collection<?> items) {
        return items.stream().map(item -> what + " " + text(item)).sorted();
    }

    /**
     * Without the versions of what it was compiled against, which are the JDK's and the POM's business. Sets are sorted: their
     * own order is another one in each JVM.
     */
    private static String text(Object item) {
        return switch (item) {
            case ModuleDescriptor.Requires requires -> (words(requires.modifiers()) + " " + requires.name()).strip();
            case ModuleDescriptor.Exports exports
            when exports.isQualified() -> exports.source() + " to " + words(exports.targets());
            default -> item.toString();
        };
    }

    private static String words(Collection<?> items) {
        return items.stream()
                .map(item -> item.toString().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
