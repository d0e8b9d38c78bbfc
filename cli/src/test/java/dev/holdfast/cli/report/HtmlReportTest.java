package dev.holdfast.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static String html(Run run) throws IOException {
        StringWriter out = new StringWriter();
        HtmlReport.write(run, out);
        return out.toString();
    }

    /** Without style and scripts. */
    private static String body() throws IOException {
        String html = html(Sample.mixed());
        Files.writeString(Path.of("target/sample.html"), html);
        return html.replaceAll("(?s)<style>.*?</style>", "").replaceAll("(?s)<script.*?</script>", "");
    }

    @Test
    void everyVerdictIsThereInWords() throws IOException {
        assertThat(body())
                .contains("✗</span>Violated</h1>", "1 of 5 scenarios broke an invariant.")
                .contains("</span>holds<", "</span>violated<", "</span>unknown<", "</span>not applicable<")
                .contains("no violation in 1,000 operations, 512 of them contended")
                .contains("Commits survive a killed process, not a power loss");
    }

    @Test
    void aViolationReadsAsAnArgument() throws IOException {
        assertThat(body())
                .containsSubsequence(
                        "no-oversell is broken",
                        "-&gt; committed: claimed",
                        "Why it cannot be",
                        "Session 3 and session 7",
                        "acknowledged-is-stored is broken",
                        "Counts",
                        "SQLSTATE 23505 397 times",
                        "./holdfast prove last-stock --seed 42");
    }

    @Test
    void saboteursReasonsStatesAndFactsAreThere() throws IOException {
        assertThat(body())
                .contains("no-row-lock", "survived 3 attempts", "witness-below-minimum", "apt-get install pgbouncer")
                .contains("<code>23505</code>", "<code>40P01</code>", "Marked: server suspended after 12 s");
    }

    @Test
    void textIsEscapedAlsoWhereScriptsReadIt() throws IOException {
        Run run = Sample.run(new Entry(
                Sample.holds("a"), List.of(), List.of(new Mark(Sample.STARTED, "</script><script>alert(2)"))));
        assertThat(html(run))
                .doesNotContain("<script>alert", "</script><script>alert")
                .contains("&lt;script&gt;alert(1)", "\\u003c/script>\\u003cscript>alert(2)");
    }

    @Test
    void nothingOfTheTemplateIsLeftAndNoPasswordIsShown() throws IOException {
        assertThat(body()).doesNotContain("{{", "}}", "hunter2");
    }

    @Test
    void nothingIsFetchedFromAnywhere() throws IOException {
        assertThat(body()).contains("default-src 'none'").doesNotContain("src=\"", "<link", "url(", "@import");
        assertThat(html(Sample.mixed())).doesNotContain("sourceMappingURL");
    }

    @Test
    void elementsThatAreOpenedAreClosed() throws IOException {
        Matcher tags = Pattern.compile("<(/?)([a-z][a-z0-9]*)[^>]*>").matcher(body());
        List<String> open = new ArrayList<>();
        while (tags.find()) {
            String name = tags.group(2);
            if (List.of("meta", "br").contains(name)) {
                continue;
            }
            if (tags.group(1).isEmpty()) {
                open.add(name);
            } else {
                assertThat(open.removeLast()).as("closed at " + tags.start()).isEqualTo(name);
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void thirtyScenariosFitIntoHalfAMegabyte() throws IOException {
        List<Entry> many = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String id = "scenario-" + i;
            many.add(new Entry(Sample.result(id, 0, new Verdict.Holds(), 600), List.of(Sample.caught(id))));
        }
        assertThat(html(Sample.run(many.toArray(Entry[]::new))).getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(500_000);
    }
}
