package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide shows these tests, word for word: what it shows was compiled and run. */
class GuideTest {
    static final Path PAGE = Path.of("..", "..", "docs", "guide", "junit.md");
    private static final Path TESTS = Path.of("src", "test", "java", "shop");
    private static final Pattern SHOWN =
            Pattern.compile("<!-- (\\w+) of (\\w+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);

    @Test
    void everySnippetIsPartOfATestThatRuns() throws IOException {
        String page = Files.readString(PAGE);
        String asItIs = SHOWN.matcher(page).replaceAll(shown -> Matcher.quoteReplacement(block(shown)));
        if (Boolean.getBoolean("holdfast.accept")) {
            Files.writeString(PAGE, asItIs);
            page = asItIs;
        }
        assertThat(SHOWN.matcher(page).results().count()).isGreaterThan(6);
        assertThat(page.split("```java", -1))
                .hasSize((int) SHOWN.matcher(page).results().count() + 1);
        assertThat(page)
                .as("to accept what there is now: ./holdfast test Guide -Dholdfast.accept=true")
                .isEqualTo(asItIs);
    }

    private static String block(MatchResult shown) {
        return "<!-- %s of %s -->\n```java\n%s```\n"
                .formatted(shown.group(1), shown.group(2), snippet(shown.group(2), shown.group(1)));
    }

    private static String snippet(String file, String name) {
        try {
            String text = Files.readString(TESTS.resolve(file + ".java"));
            Matcher part = Pattern.compile("[ ]*// snippet: " + name + "\n(.*?)[ ]*// end\n", Pattern.DOTALL)
                    .matcher(text);
            assertThat(part.find()).as(name + " in " + file).isTrue();
            return part.group(1).stripTrailing().stripIndent() + "\n";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
