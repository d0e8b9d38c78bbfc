package dev.holdfast.cli.report;

import dev.holdfast.cli.report.SpecOutcome.Judgement;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** {@code junit.xml} of {@code .spec} files: a violated one is a failure, an unknown one an error. */
final class SpecJunitXml {
    private static final String SUITE = "holdfast spec";

    private final XMLStreamWriter xml;

    private SpecJunitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static void write(List<SpecOutcome> outcomes, Instant started, Writer out) {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            new SpecJunitXml(xml).write(outcomes, started);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("could not write junit.xml: " + e.getMessage(), e);
        }
    }

    private void write(List<SpecOutcome> outcomes, Instant started) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line();
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", SUITE);
        xml.writeAttribute("tests", Long.toString(outcomes.size()));
        xml.writeAttribute("failures", count(outcomes, Judgement.VIOLATED));
        xml.writeAttribute("errors", count(outcomes, Judgement.UNKNOWN));
        xml.writeAttribute("skipped", "0");
        Duration time = outcomes.stream().map(SpecOutcome::duration).reduce(Duration.ZERO, Duration::plus);
        xml.writeAttribute("time", JunitXml.seconds(time));
        xml.writeAttribute("timestamp", started.toString());
        for (SpecOutcome outcome : outcomes) {
            testcase(outcome);
        }
        line();
        xml.writeEndElement();
        line();
        xml.writeEndDocument();
    }

    private static String count(List<SpecOutcome> outcomes, Judgement judgement) {
        return Long.toString(
                outcomes.stream().filter(o -> o.judgement() == judgement).count());
    }

    private void testcase(SpecOutcome outcome) throws XMLStreamException {
        line();
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", SUITE);
        xml.writeAttribute("name", JunitXml.legal(outcome.name()));
        xml.writeAttribute("time", JunitXml.seconds(outcome.duration()));
        switch (outcome.judgement()) {
            case HOLDS, PLAYED ->
                element("system-out", SpecText.line(outcome, outcome.name().length()));
            case VIOLATED -> problem("failure", outcome);
            case UNKNOWN -> problem("error", outcome);
        }
        line();
        xml.writeEndElement();
    }

    private void problem(String element, SpecOutcome outcome) throws XMLStreamException {
        line();
        xml.writeStartElement(element);
        xml.writeAttribute("type", outcome.judgement().label());
        xml.writeAttribute("message", JunitXml.legal(outcome.sentence()));
        xml.writeCharacters(JunitXml.legal(SpecText.argument(outcome, SpecFolder.diffName(outcome))));
        xml.writeEndElement();
    }

    private void element(String name, String text) throws XMLStreamException {
        line();
        xml.writeStartElement(name);
        xml.writeCharacters(JunitXml.legal(text));
        xml.writeEndElement();
    }

    private void line() throws XMLStreamException {
        xml.writeCharacters("\n");
    }
}
