package dev.holdfast.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.proof.Latency;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Second;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** What the report's charts draw: an array with an object for each scenario, safe inside a script element. */
final class ChartData {
    /** More bars than this can't be told apart; neighbours are averaged. */
    private static final int BARS = 180;

    private ChartData() {}

    static String json(Run run) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartArray();
            for (ScenarioRuns scenario : run.scenarios()) {
                scenario(json, scenario.worst());
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("could not write chart data: " + e.getMessage(), e);
        }
        return text.toString().replace("<", "\\u003c");
    }

    private static void scenario(JsonGenerator json, Entry entry) throws IOException {
        Result result = entry.result();
        List<Second> seconds = Seconds.of(result);
        json.writeStartObject();
        json.writeNumberField("operations", result.operations());
        json.writeNumberField("max", result.latency().max() / 1_000.0);
        json.writeNumberField("last", Math.max(0, seconds.size() - 1));
        json.writeArrayFieldStart("latency");
        for (Latency.Point point : result.latency().distribution()) {
            pair(json, point.percentile(), point.micros() / 1_000.0);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("seconds");
        seconds(json, seconds);
        json.writeEndArray();
        marks(json, entry);
        json.writeEndObject();
    }

    private static void seconds(JsonGenerator json, List<Second> seconds) throws IOException {
        int width = (seconds.size() + BARS - 1) / BARS;
        for (int from = 0; from < seconds.size(); from += width) {
            List<Second> bar = seconds.subList(from, Math.min(seconds.size(), from + width));
            pair(
                    json,
                    from,
                    bar.stream().mapToLong(Second::operations).average().orElse(0));
        }
    }

    private static void marks(JsonGenerator json, Entry entry) throws IOException {
        json.writeArrayFieldStart("marks");
        for (Mark mark : entry.marks()) {
            json.writeStartArray();
            json.writeNumber(
                    Duration.between(entry.result().started(), mark.at()).toMillis() / 1_000.0 - 0.5);
            json.writeString(mark.label());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void pair(JsonGenerator json, double x, double y) throws IOException {
        json.writeStartArray();
        json.writeNumber(x);
        json.writeNumber(y);
        json.writeEndArray();
    }
}
