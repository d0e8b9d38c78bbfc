package dev.holdfast.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Violation;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JunitXmlTest {
    private static Document document(Run run) throws Exception {
        StringWriter out = new StringWriter();
        JunitXml.write(run, out);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(out.toString())));
    }

    private static Element element(Document document, String name, int index) {
        return (Element) document.getElementsByTagName(name).item(index);
    }

    @Test
    void theSuitesCountWhatTheyContain() throws Exception {
        Document document = document(Sample.mixed());
        Element scenarios = element(document, "testsuite", 0);
        assertThat(scenarios.getAttribute("tests")).isEqualTo("5");
        assertThat(scenarios.getAttribute("failures")).isEqualTo("1");
        assertThat(scenarios.getAttribute("errors")).isEqualTo("1");
        assertThat(scenarios.getAttribute("skipped")).isEqualTo("1");
        assertThat(scenarios.getElementsByTagName("testcase").getLength()).isEqualTo(5);
        Element saboteurs = element(document, "testsuite", 1);
        assertThat(saboteurs.getAttribute("tests")).isEqualTo("3");
        assertThat(saboteurs.getAttribute("failures")).isEqualTo("1");
        assertThat(element(document, "testsuites", 0).getAttribute("tests")).isEqualTo("8");
    }

    @Test
    void aViolationIsAFailureWithItsArgument() throws Exception {
        Element failure = element(document(Sample.mixed()), "failure", 0);
        assertThat(failure.getAttribute("type")).isEqualTo("no-oversell");
        assertThat(failure.getTextContent())
                .contains("session 3", "Why it cannot be: Session 3 and session 7", "Counts: 1,000 operations")
                .contains("Replay: ./holdfast prove last-stock --seed 42");
    }

    @Test
    void unknownIsAnErrorAndNotApplicableIsSkippedWithTheReason() throws Exception {
        Document document = document(Sample.mixed());
        assertThat(element(document, "error", 0).getAttribute("type")).isEqualTo("witness-below-minimum");
        assertThat(element(document, "skipped", 0).getAttribute("message")).contains("apt-get install pgbouncer");
    }

    @Test
    void aSurvivorSaysWhatWasSeenInstead() throws Exception {
        Element failure = element(document(Sample.mixed()), "failure", 1);
        assertThat(failure.getAttribute("message"))
                .isEqualTo("survived 3 attempts: no-oversell should have been seen broken, but the verdict was holds");
    }

    @Test
    void charactersThatXmlCannotHoldAreReplaced() throws Exception {
        Violation nul = new Violation("no-oversell", "SELECT '\0' \u001b ]]> <x> \uD83D\uDE80", List.of());
        Document document =
                document(Sample.run(new Entry(Sample.result("a", new Verdict.Violated(List.of(nul))), List.of())));
        assertThat(element(document, "failure", 0).getAttribute("message"))
                .isEqualTo("SELECT '\uFFFD' \uFFFD ]]> <x> \uD83D\uDE80");
    }
}
