package dev.holdfast.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.holdfast.core.InvalidOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private static String text() throws IOException {
        StringWriter out = new StringWriter();
        ResultsJson.write(Sample.mixed(), out);
        return out.toString();
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream in = ResultsJson.class.getResourceAsStream("results.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            in,
                            SchemaValidatorsConfig.builder()
                                    .formatAssertionsEnabled(true)
                                    .build());
        }
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aRunWithEveryVerdictFitsThePublishedSchema() throws IOException {
        assertThat(schema().validate(MAPPER.readTree(text()))).isEmpty();
    }

    @Test
    void theSchemaRefusesWhatIsMissingTooMuchOrContradictory() throws IOException {
        JsonNode root = MAPPER.readTree(text());
        ObjectNode first = (ObjectNode) root.path("scenarios").path(0);
        assertThat(schema().validate(first.deepCopy())).isNotEmpty();
        ((ObjectNode) first.path("maybe")).put("unresolved", 1);
        assertThat(schema().validate(root)).hasSize(1);
        ((ObjectNode) first.path("maybe")).put("unresolved", 0);
        first.put("verdict", "green");
        assertThat(schema().validate(root)).isNotEmpty();
        first.put("verdict", "holds").put("surprise", 1);
        assertThat(schema().validate(root)).hasSize(1);
        first.remove("surprise");
        assertThat(schema().validate(root)).isEmpty();
        ((ObjectNode) root).put("started", "yesterday");
        assertThat(schema().validate(root)).hasSize(1);
    }

    @Test
    void theNamesStandInTheirFrozenOrder() throws IOException {
        JsonNode root = MAPPER.readTree(text());
        assertThat(names(root))
                .containsExactly(
                        "format",
                        "version",
                        "holdfast_version",
                        "seed",
                        "options",
                        "server",
                        "pool",
                        "driver",
                        "machine",
                        "started",
                        "duration_ms",
                        "scenarios");
        assertThat(names(root.path("scenarios").path(0)))
                .containsExactly(
                        "id",
                        "tags",
                        "iteration",
                        "seed",
                        "verdict",
                        "reason",
                        "sessions",
                        "operations",
                        "committed",
                        "aborted",
                        "maybe",
                        "sqlstates",
                        "rate_per_s",
                        "latency_us",
                        "deadlocks",
                        "witness",
                        "exposure",
                        "facts",
                        "violations",
                        "saboteurs",
                        "duration_ms");
    }

    @Test
    void theSchemaInTheDocumentationIsTheOneThatIsPackaged() throws IOException {
        try (InputStream in = ResultsJson.class.getResourceAsStream("results.schema.json")) {
            assertThat(Path.of("../docs/results.schema.json")).hasBinaryContent(in.readAllBytes());
        }
    }

    @Test
    void noPasswordIsWritten() throws IOException {
        assertThat(text()).doesNotContain("hunter2").contains("password=********");
    }

    @Test
    void theSmallestWitnessComesFirst() throws IOException {
        JsonNode violations = MAPPER.readTree(text()).path("scenarios").path(2).path("violations");
        assertThat(violations.findValuesAsText("invariant")).containsExactly("no-oversell", "acknowledged-is-stored");
        assertThat(violations.path(0).path("events")).hasSize(2);
    }

    @Test
    void whatWasWrittenCanBeReadForAReplay() throws IOException {
        Files.writeString(folder.resolve("results.json"), text());
        ResultsJson.Earlier earlier = ResultsJson.read(folder);
        assertThat(earlier.seed()).isEqualTo(42);
        assertThat(earlier.options()).containsEntry("sessions", "50");
        assertThat(earlier.trials()).hasSize(5);
        assertThat(earlier.trials().getFirst())
                .isEqualTo(new ResultsJson.Earlier.Trial("flash-sale-5-of-50", 0, 4711, "holds", 1000, 4800));
    }

    @Test
    void whatIsNoRunIsRefusedWithWhatToDo() throws IOException {
        assertThatThrownBy(() -> ResultsJson.read(folder))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("there is no such file")
                .hasMessageContaining("--out DIR");
        Files.writeString(folder.resolve("results.json"), "{\"format\": ");
        assertThatThrownBy(() -> ResultsJson.read(folder)).hasMessageContaining("it is no JSON");
        Files.writeString(folder.resolve("results.json"), "{\"format\": \"holdfast-results\", \"version\": 2}");
        assertThatThrownBy(() -> ResultsJson.read(folder)).hasMessageContaining("version 2");
    }
}
