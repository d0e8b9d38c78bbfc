package dev.holdfast.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What else stands on the test class path of somebody who depends on {@code holdfast-proof-junit}: each jar may clash with
 * one of theirs. Looks at what Maven resolved when it built that room.
 */
class UsersClassPathTest {
    private static final int MOST = 6;
    private static final Pattern JAR =
            Pattern.compile("(?m)^ *([\\w.-]+:[\\w.-]+):jar:[\\w.:-]+:(?:compile|runtime)\\b");

    @Test
    void theExtensionBringsFewThirdParties() throws IOException {
        Path list = Room.PROOF_JUNIT.path().resolve("target/third-parties.txt");
        assertThat(list).as("what Maven resolved; ./holdfast test makes it").exists();
        List<String> jars = JAR.matcher(Files.readString(list))
                .results()
                .map((MatchResult jar) -> jar.group(1))
                .toList();
        assertThat(jars).contains("org.postgresql:postgresql").hasSizeLessThanOrEqualTo(MOST);
    }
}
