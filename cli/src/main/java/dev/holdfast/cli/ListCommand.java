package dev.holdfast.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.holdfast.catalog.Catalog;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.Scenario;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Every scenario: what it would disprove, where it comes from, how long it takes. Or every fault. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists every scenario: id, tags, seconds, what it would disprove, where it comes from.",
        footer = {"", "Topics:", "  faults    what the proxy can do, and at which messages: ./holdfast list faults"})
final class ListCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "TOPIC", description = "scenarios (default) or faults.")
    private String topic = "scenarios";

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintStream out = System.out;
        List<Map<String, Object>> all = switch (topic) {
            case "scenarios" ->
                Catalog.scenarios().stream().map(ListCommand::asMap).toList();
            case "faults" -> FaultList.asMaps();
            default ->
                throw new InvalidOption("unknown topic \"" + topic + "\"", "", "There are two: scenarios and faults.");
        };
        if (json) {
            ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            out.println(mapper.writeValueAsString(all));
        } else if (topic.equals("faults")) {
            FaultList.print(out);
        } else {
            Catalog.scenarios().forEach(scenario -> print(scenario, out));
        }
        return ExitCode.ALL_HOLD;
    }

    private static void print(Scenario scenario, PrintStream out) {
        Card card = scenario.card();
        out.printf(
                "%-28s %3d s quick, %4d s long, %3d sessions  [%s]%n",
                card.id(),
                seconds(card.quick()),
                seconds(card.longForm()),
                card.quick().sessions(),
                String.join(", ", card.tags()));
        out.printf("    would disprove: %s%n    comes from: %s%n", card.claim(), card.source());
        List<String> saboteurs =
                Selection.saboteursOf(scenario).stream().map(Saboteur::id).toList();
        out.printf("    saboteurs: %s%n", String.join(", ", saboteurs));
    }

    /** Rounded up. */
    private static long seconds(Form form) {
        return (form.expected().toMillis() + 999) / 1_000;
    }

    private static Map<String, Object> asMap(Scenario scenario) {
        Card card = scenario.card();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", card.id());
        map.put("tags", card.tags());
        map.put("claim", card.claim());
        map.put("source", card.source());
        map.put("quick_s", seconds(card.quick()));
        map.put("long_s", seconds(card.longForm()));
        map.put("sessions", card.quick().sessions());
        map.put("invariants", card.invariants());
        map.put("witnesses", card.witnesses());
        map.put(
                "saboteurs",
                Selection.saboteursOf(scenario).stream().map(Saboteur::id).toList());
        return map;
    }
}
