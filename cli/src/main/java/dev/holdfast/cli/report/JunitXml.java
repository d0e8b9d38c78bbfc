package dev.holdfast.cli.report;

import dev.holdfast.proof.Result;
import dev.holdfast.proof.SaboteurResult;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Violation;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * {@code junit.xml}: a run as CI servers read it. A violated scenario is a failure, an unknown one an error, one that is
 * not applicable is skipped; saboteurs are a suite of their own, in which a survivor is a failure.
 */
public final class JunitXml {
    private final Run run;
    private final XMLStreamWriter xml;

    private JunitXml(Run run, XMLStreamWriter xml) {
        this.run = run;
        this.xml = xml;
    }

    /** Writes {@code run}; {@code out} stays open. */
    public static void write(Run run, Writer out) {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            new JunitXml(run, xml).write();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("could not write junit.xml: " + e.getMessage(), e);
        }
    }

    private record Counts(long tests, long failures, long errors, long skipped, Duration time) {
        Counts plus(Counts other) {
            return new Counts(
                    tests + other.tests,
                    failures + other.failures,
                    errors + other.errors,
                    skipped + other.skipped,
                    time.plus(other.time));
        }
    }

    private void write() throws XMLStreamException {
        List<SaboteurResult> saboteurs = run.entries().stream()
                .flatMap(entry -> entry.saboteurs().stream())
                .toList();
        Counts scenarios = scenarioCounts();
        Counts twins = saboteurCounts(saboteurs);
        xml.writeStartDocument("UTF-8", "1.0");
        line();
        xml.writeStartElement("testsuites");
        suiteAttributes("holdfast", scenarios.plus(twins));
        scenarios(scenarios);
        if (!saboteurs.isEmpty()) {
            saboteurs(saboteurs, twins);
        }
        line();
        xml.writeEndElement();
        line();
        xml.writeEndDocument();
    }

    private Counts scenarioCounts() {
        return new Counts(
                run.entries().size(),
                count("violated"),
                count("unknown"),
                count("not_applicable"),
                run.entries().stream().map(entry -> entry.result().duration()).reduce(Duration.ZERO, Duration::plus));
    }

    private long count(String verdict) {
        return run.entries().stream()
                .filter(entry -> entry.verdict().label().equals(verdict))
                .count();
    }

    private static Counts saboteurCounts(List<SaboteurResult> saboteurs) {
        long skipped =
                saboteurs.stream().filter(saboteur -> !Entry.tried(saboteur)).count();
        long caught = saboteurs.stream().filter(SaboteurResult::caught).count();
        Duration time =
                saboteurs.stream().map(saboteur -> saboteur.last().duration()).reduce(Duration.ZERO, Duration::plus);
        return new Counts(saboteurs.size(), saboteurs.size() - skipped - caught, 0, skipped, time);
    }

    private void scenarios(Counts counts) throws XMLStreamException {
        suite("holdfast.scenarios", counts);
        properties();
        for (Entry entry : run.entries()) {
            scenario(entry);
        }
        endSuite();
    }

    private void properties() throws XMLStreamException {
        line();
        xml.writeStartElement("properties");
        property("holdfast_version", run.holdfastVersion());
        property("seed", Long.toString(run.seed()));
        property("server_version", run.server().version());
        property("pool", run.pool());
        property("driver", run.driver());
        property("replay", run.replay());
        line();
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        line();
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    private void scenario(Entry entry) throws XMLStreamException {
        Result result = entry.result();
        String name = result.iteration() == 0 ? entry.id() : Words.text("%s[%d]", entry.id(), result.iteration());
        testcase("holdfast.scenarios", name, result.duration());
        switch (entry.verdict()) {
            case Verdict.Holds holds -> element("system-out", result.exposure().sentence());
            case Verdict.Violated violated -> violated(result);
            case Verdict.Unknown unknown -> reason("error", unknown.reason());
            case Verdict.NotApplicable absent -> reason("skipped", absent.reason());
        }
        endCase();
    }

    /** One failure, since many readers take only one; its text has all arguments. */
    private void violated(Result result) throws XMLStreamException {
        List<Violation> violations = Argument.smallestFirst(result);
        StringBuilder text = new StringBuilder();
        for (Violation violation : violations) {
            text.append(violation.invariant()).append('\n').append(Argument.timeline(violation.events()));
            text.append("Why it cannot be: ").append(violation.argument()).append("\n\n");
        }
        text.append("Counts: ").append(Argument.counts(result)).append('\n');
        text.append("Replay: ").append(Argument.replay(run, result)).append('\n');
        Violation first = violations.getFirst();
        problem("failure", first.invariant(), first.argument(), text.toString());
    }

    private void reason(String element, Verdict.Reason reason) throws XMLStreamException {
        problem(element, reason.code(), reason.text(), reason.text());
    }

    private void saboteurs(List<SaboteurResult> saboteurs, Counts counts) throws XMLStreamException {
        suite("holdfast.saboteurs", counts);
        for (SaboteurResult saboteur : saboteurs) {
            saboteur(saboteur);
        }
        endSuite();
    }

    private void saboteur(SaboteurResult result) throws XMLStreamException {
        String name = Words.text(
                "%s breaks %s", result.saboteur().id(), result.saboteur().scenario());
        testcase("holdfast.saboteurs", name, result.last().duration());
        if (result.last().verdict() instanceof Verdict.NotApplicable absent) {
            reason("skipped", absent.reason());
        } else if (!result.caught()) {
            String text = Saboteurs.sentence(result);
            problem("failure", "survived", text, text);
        }
        endCase();
    }

    private void suite(String name, Counts counts) throws XMLStreamException {
        line();
        xml.writeStartElement("testsuite");
        suiteAttributes(name, counts);
        attribute("timestamp", run.started().toString());
    }

    private void suiteAttributes(String name, Counts counts) throws XMLStreamException {
        attribute("name", name);
        attribute("tests", Long.toString(counts.tests()));
        attribute("failures", Long.toString(counts.failures()));
        attribute("errors", Long.toString(counts.errors()));
        attribute("skipped", Long.toString(counts.skipped()));
        attribute("time", seconds(counts.time()));
    }

    private void endSuite() throws XMLStreamException {
        line();
        xml.writeEndElement();
    }

    private void testcase(String suite, String name, Duration time) throws XMLStreamException {
        line();
        xml.writeStartElement("testcase");
        attribute("classname", suite);
        attribute("name", name);
        attribute("time", seconds(time));
    }

    private void endCase() throws XMLStreamException {
        line();
        xml.writeEndElement();
    }

    private void problem(String element, String type, String message, String text) throws XMLStreamException {
        line();
        xml.writeStartElement(element);
        attribute("type", type);
        attribute("message", message);
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    private void element(String name, String text) throws XMLStreamException {
        line();
        xml.writeStartElement(name);
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legal(value));
    }

    private void line() throws XMLStreamException {
        xml.writeCharacters("\n");
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1_000.0);
    }

    /** XML 1.0 has no way to write most control characters; a NUL in an SQL text becomes a replacement character. */
    static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints().map(c -> isLegal(c) ? c : 0xFFFD).forEach(legal::appendCodePoint);
        return legal.toString();
    }

    private static boolean isLegal(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && !Character.isSurrogate((char) c) && c < 0xFFFE)
                || c > 0xFFFF;
    }
}
