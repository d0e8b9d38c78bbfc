package dev.holdfast.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConnectionsBenchmarkTest {
    /** What the code was compiled against is what plays. */
    @Test
    void theVersionsThatAreFetchedAreThoseOfTheBuild() throws IOException {
        String pom = Files.readString(Path.of("..", "pom.xml"));
        List<String> coordinates = Stream.concat(
                        ConnectionsBenchmark.RIVALS.stream(), ConnectionsBenchmark.JMH.stream())
                .toList();
        assertThat(coordinates).hasSizeGreaterThan(4).allSatisfy(each -> {
            String[] parts = each.split(":", -1);
            String managed = "<groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId><version>${";
            assertThat(pom).contains(managed);
            int at = pom.indexOf(managed) + managed.length();
            String property = pom.substring(at, pom.indexOf('}', at));
            assertThat(pom).contains("<" + property + ">" + parts[2] + "</" + property + ">");
        });
    }
}
