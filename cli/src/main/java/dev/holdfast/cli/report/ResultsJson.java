package dev.holdfast.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Exposure;
import dev.holdfast.proof.Latency;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.SaboteurResult;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Violation;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code results.json}: a run for machines. Its names and their order are those of the published schema,
 * {@code results.schema.json}; they are frozen once released.
 */
public final class ResultsJson {
    static final String FORMAT = "holdfast-results";
    static final int VERSION = 1;

    private final Run run;
    private final JsonGenerator json;

    private ResultsJson(Run run, JsonGenerator json) {
        this.run = run;
        this.json = json;
    }

    /** Writes {@code run}; {@code out} stays open. */
    public static void write(Run run, Writer out) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            new ResultsJson(run, json).run();
        }
    }

    private void run() throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("version", VERSION);
        json.writeStringField("holdfast_version", run.holdfastVersion());
        json.writeNumberField("seed", run.seed());
        texts("options", run.options());
        json.writeObjectFieldStart("server");
        json.writeStringField("version", run.server().version());
        texts("settings", run.server().settings());
        json.writeEndObject();
        json.writeStringField("pool", run.pool());
        json.writeStringField("driver", run.driver());
        machine();
        json.writeStringField("started", run.started().toString());
        json.writeNumberField("duration_ms", run.duration().toMillis());
        json.writeArrayFieldStart("scenarios");
        for (Entry entry : run.entries()) {
            scenario(entry);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void machine() throws IOException {
        json.writeObjectFieldStart("machine");
        json.writeNumberField("cores", run.machine().cores());
        json.writeStringField("os", run.machine().os());
        json.writeStringField("jdk", run.machine().jdk());
        json.writeEndObject();
    }

    private void scenario(Entry entry) throws IOException {
        Result result = entry.result();
        json.writeStartObject();
        json.writeStringField("id", entry.id());
        json.writeArrayFieldStart("tags");
        for (String tag : result.card().tags()) {
            json.writeString(tag);
        }
        json.writeEndArray();
        json.writeNumberField("iteration", result.iteration());
        json.writeNumberField("seed", result.seed());
        json.writeStringField("verdict", entry.verdict().label());
        reason(entry.verdict());
        counts(result);
        witness(result);
        exposure(result.exposure());
        texts("facts", result.facts());
        violations(result);
        saboteurs(entry);
        json.writeNumberField("duration_ms", result.duration().toMillis());
        json.writeEndObject();
    }

    private void reason(Verdict verdict) throws IOException {
        switch (verdict) {
            case Verdict.Unknown unknown -> reason(unknown.reason());
            case Verdict.NotApplicable absent -> reason(absent.reason());
            case Verdict.Holds holds -> json.writeNullField("reason");
            case Verdict.Violated violated -> json.writeNullField("reason");
        }
    }

    private void reason(Verdict.Reason reason) throws IOException {
        json.writeObjectFieldStart("reason");
        json.writeStringField("code", reason.code());
        json.writeStringField("text", reason.text());
        json.writeEndObject();
    }

    private void counts(Result result) throws IOException {
        json.writeNumberField("sessions", result.form().sessions());
        json.writeNumberField("operations", result.operations());
        json.writeNumberField("committed", result.committed());
        json.writeNumberField("aborted", result.aborted());
        json.writeObjectFieldStart("maybe");
        json.writeNumberField("committed", result.resolved().committed());
        json.writeNumberField("aborted", result.resolved().aborted());
        json.writeNumberField("unresolved", result.resolved().unresolved());
        json.writeEndObject();
        json.writeObjectFieldStart("sqlstates");
        for (Map.Entry<SqlState, Long> state : result.sqlStates().entrySet()) {
            json.writeNumberField(state.getKey().code(), state.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("rate_per_s", rounded(result.ratePerSecond()));
        latency(result.latency());
        json.writeNumberField("deadlocks", result.deadlocks());
    }

    private void latency(Latency latency) throws IOException {
        json.writeObjectFieldStart("latency_us");
        json.writeNumberField("avg", rounded(latency.avg()));
        json.writeNumberField("p50", latency.p50());
        json.writeNumberField("p95", latency.p95());
        json.writeNumberField("p99", latency.p99());
        json.writeNumberField("max", latency.max());
        json.writeEndObject();
    }

    private void witness(Result result) throws IOException {
        SortedMap<String, Long> minimums = new TreeMap<>();
        result.witness().keySet().forEach(id -> minimums.put(id, 0L));
        result.card().witnesses().forEach(witness -> minimums.put(witness.id(), witness.minimum()));
        json.writeObjectFieldStart("witness");
        for (Map.Entry<String, Long> minimum : minimums.entrySet()) {
            json.writeObjectFieldStart(minimum.getKey());
            json.writeNumberField("seen", result.witness().getOrDefault(minimum.getKey(), 0L));
            json.writeNumberField("minimum", minimum.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void exposure(Exposure exposure) throws IOException {
        json.writeObjectFieldStart("exposure");
        json.writeNumberField("operations", exposure.operations());
        json.writeNumberField("contended", exposure.contended());
        json.writeNumberField("overlapping", exposure.overlapping());
        json.writeNumberField("observations", exposure.observations());
        json.writeEndObject();
    }

    private void violations(Result result) throws IOException {
        json.writeArrayFieldStart("violations");
        for (Violation violation : Argument.smallestFirst(result)) {
            json.writeStartObject();
            json.writeStringField("invariant", violation.invariant());
            json.writeStringField("argument", violation.argument());
            json.writeArrayFieldStart("events");
            for (Event event : violation.events()) {
                event(event);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void event(Event event) throws IOException {
        json.writeStartObject();
        json.writeNumberField("session", event.session());
        json.writeNumberField("round", event.round());
        json.writeStringField("step", event.step().toString());
        json.writeNumberField("intended_ns", event.intended());
        json.writeNumberField("invoked_ns", event.invoked());
        json.writeNumberField("completed_ns", event.completed());
        json.writeStringField("outcome", label(event.outcome()));
        json.writeStringField("answer", event.outcome().answer());
        json.writeStringField(
                "sqlstate", event.outcome().sqlState().map(SqlState::code).orElse(null));
        json.writeEndObject();
    }

    private static String label(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Committed done -> "committed";
            case Outcome.Aborted aborted -> "aborted";
            case Outcome.MaybeCommitted maybe -> "maybe_committed";
        };
    }

    private void saboteurs(Entry entry) throws IOException {
        json.writeArrayFieldStart("saboteurs");
        for (SaboteurResult result : entry.saboteurs()) {
            json.writeStartObject();
            json.writeStringField("id", result.saboteur().id());
            json.writeStringField("breaks", result.saboteur().breaks());
            json.writeStringField("verdict", result.last().verdict().label());
            json.writeBooleanField("caught", result.caught());
            json.writeNumberField("attempts", result.attempts());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void texts(String name, SortedMap<String, String> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> value : values.entrySet()) {
            json.writeStringField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
    }

    private static double rounded(double figure) {
        return Math.round(figure * 10) / 10.0;
    }

    /** What a replay or a comparison needs of an earlier run. */
    public record Earlier(long seed, SortedMap<String, String> options, List<Trial> trials) {
        public Earlier {
            trials = List.copyOf(trials);
        }

        /** One trial of an earlier run; {@code p99} in microseconds. */
        public record Trial(String id, int iteration, long seed, String verdict, double ratePerSecond, long p99) {}
    }

    /**
     * Reads what {@link #write} wrote, as far as {@link Earlier} goes.
     *
     * @param folder the folder of the earlier run, or its {@code results.json}
     * @throws InvalidOption if there is none, or it is of another format
     */
    public static Earlier read(Path folder) {
        Path file = Files.isDirectory(folder) ? folder.resolve("results.json") : folder;
        try {
            return earlier(file, new ObjectMapper().readTree(file.toFile()));
        } catch (JsonProcessingException e) {
            throw refused(file, "it is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw refused(file, Files.exists(file) ? String.valueOf(e.getMessage()) : "there is no such file");
        }
    }

    private static Earlier earlier(Path file, JsonNode root) {
        if (!root.path("format").asText().equals(FORMAT) || root.path("version").asInt() != VERSION) {
            throw refused(
                    file,
                    Words.text(
                            "its format is \"%s\", version %s; this is \"%s\", version %d",
                            root.path("format").asText(), root.path("version"), FORMAT, VERSION));
        }
        SortedMap<String, String> options = new TreeMap<>();
        root.path("options")
                .properties()
                .forEach(
                        option -> options.put(option.getKey(), option.getValue().asText()));
        List<Earlier.Trial> trials = new ArrayList<>();
        root.path("scenarios").forEach(scenario -> trials.add(trial(scenario)));
        return new Earlier(root.path("seed").asLong(), options, trials);
    }

    private static Earlier.Trial trial(JsonNode scenario) {
        return new Earlier.Trial(
                scenario.path("id").asText(),
                scenario.path("iteration").asInt(),
                scenario.path("seed").asLong(),
                scenario.path("verdict").asText(),
                scenario.path("rate_per_s").asDouble(),
                scenario.path("latency_us").path("p99").asLong());
    }

    private static InvalidOption refused(Path file, String why) {
        return new InvalidOption(
                "cannot read the results of an earlier run",
                file + ": " + why + ".",
                "Name the folder that an earlier \"./holdfast prove --out DIR\" wrote.");
    }
}
