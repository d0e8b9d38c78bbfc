package dev.holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Invariant;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final Map<String, Scenario> SCENARIOS = Catalog.scenarios().stream()
            .collect(Collectors.toMap(scenario -> scenario.card().id(), Function.identity()));

    @Test
    void idsAreThoseThatWerePromised() {
        assertThat(Catalog.scenarios().stream().map(s -> s.card().id()))
                .containsExactly(
                        "flash-sale-5-of-50",
                        "flash-sale-10-of-100",
                        "flash-sale-20-of-200",
                        "flash-sale-50-of-500",
                        "stampede-1-of-100",
                        "last-stock",
                        "double-dip-stock-100",
                        "double-dip-stock-1",
                        "mixed-load",
                        "interleaved-create-claim",
                        "torn-read",
                        "opposite-order",
                        "concurrent-inserts",
                        "concurrent-select-20",
                        "concurrent-select-200",
                        "concurrent-select-20-pgbouncer",
                        "role-ddl-10",
                        "role-ddl-50",
                        "role-ddl-200",
                        "role-ddl-same",
                        "grant-storm",
                        "nul-byte",
                        "pooler-leaks-set",
                        "pooler-leaks-set-role",
                        "pooler-leaks-search-path",
                        "pooler-leaks-temp-table",
                        "pooler-leaks-advisory-lock",
                        "pooler-leaks-listen",
                        "pooler-leaks-prepare",
                        "pooler-leaks-currval",
                        "commit-cut-explicit",
                        "commit-cut-autocommit",
                        "commit-cut-2pc",
                        "commit-cut-copy",
                        "commit-cut-pipelined",
                        "fault-terminate",
                        "fault-cancel",
                        "fault-statement-timeout",
                        "fault-lock-timeout",
                        "fault-pause-timeout",
                        "fault-transaction-timeout",
                        "fault-idle-session-timeout",
                        "fault-connection-limit",
                        "fault-read-only",
                        "fault-server-full",
                        "fault-kill",
                        "fault-immediate-shutdown",
                        "fault-restart",
                        "fault-suspend",
                        "commit-cut-no-retry",
                        "commit-cut-status-check",
                        "commit-cut-idempotency-key",
                        "fault-terminate-retrying",
                        "fault-cancel-retrying",
                        "fault-statement-timeout-retrying",
                        "fault-lock-timeout-retrying",
                        "fault-pause-timeout-retrying",
                        "fault-transaction-timeout-retrying",
                        "fault-idle-session-timeout-retrying",
                        "fault-connection-limit-retrying",
                        "fault-read-only-retrying",
                        "fault-server-full-retrying",
                        "fault-restart-retrying",
                        "fault-suspend-retrying",
                        "budget-burst",
                        "evict-while-leased",
                        "noisy-neighbour",
                        "cold-single-flight",
                        "state-kinds",
                        "state-kinds-trusted",
                        "close-in-flight",
                        "saturated-tenant",
                        "slow-open",
                        "limit-storm",
                        "terminate-storm",
                        "create-race",
                        "drop-under-load",
                        "weights",
                        "many-tenants",
                        "hot-set",
                        "cold-storm",
                        "registered-tenants",
                        "rotation-under-load",
                        "restart-under-load",
                        "suite-lifecycle",
                        "suite-concurrency",
                        "suite-limits",
                        "suite-failure",
                        "suite-performance");
    }

    @Test
    void everyScenarioHasASaboteur() {
        Set<String> sabotaged =
                Catalog.saboteurs().stream().map(Saboteur::scenario).collect(Collectors.toSet());
        assertThat(sabotaged).isEqualTo(SCENARIOS.keySet());
    }

    @Test
    void everyInvariantOfTenantsHasASaboteurThatIsToBreakIt() {
        Set<String> broken = Catalog.saboteurs().stream()
                .filter(saboteur -> saboteur.twin().card().tags().contains("connections"))
                .map(Saboteur::breaks)
                .collect(Collectors.toSet());
        assertThat(SCENARIOS.values().stream()
                        .map(Scenario::card)
                        .filter(card -> card.tags().contains("connections"))
                        .flatMap(card -> card.invariants().stream())
                        .map(Invariant::id))
                .isNotEmpty()
                .isSubsetOf(broken);
    }

    @Test
    void everySaboteurHasAnIdOfItsOwnAndNamesInvariantsOfItsScenario() {
        assertThat(Catalog.saboteurs().stream().map(Saboteur::id)).doesNotHaveDuplicates();
        for (Saboteur saboteur : Catalog.saboteurs()) {
            Card card = scenario(saboteur.scenario()).card();
            List<String> invariants =
                    card.invariants().stream().map(Invariant::id).toList();
            assertThat(invariants).as(saboteur.id()).contains(saboteur.breaks()).containsAll(saboteur.alsoBreaks());
            assertThat(saboteur.twin().card().invariants()).as(saboteur.id()).isEqualTo(card.invariants());
        }
    }

    @Test
    void theSameSeedGivesTheSamePlanByteForByte() {
        for (Scenario scenario : Catalog.scenarios()) {
            assertThat(plan(scenario, 7)).as(scenario.card().id()).isEqualTo(plan(scenario, 7));
        }
    }

    @Test
    void anotherSeedGivesAnotherPlanWhereChanceHasASay() {
        assertThat(SCENARIOS.keySet().stream()
                        .filter(id -> !rounds(scenario(id), 7).equals(rounds(scenario(id), 8))))
                .containsExactlyInAnyOrder(
                        "mixed-load",
                        "interleaved-create-claim",
                        "torn-read",
                        "concurrent-inserts",
                        "role-ddl-10",
                        "role-ddl-50",
                        "role-ddl-200",
                        "role-ddl-same",
                        "grant-storm",
                        "nul-byte",
                        "commit-cut-explicit",
                        "commit-cut-autocommit",
                        "commit-cut-2pc",
                        "commit-cut-copy",
                        "commit-cut-pipelined",
                        "commit-cut-no-retry",
                        "commit-cut-status-check",
                        "commit-cut-idempotency-key",
                        "evict-while-leased",
                        "terminate-storm",
                        "hot-set",
                        "registered-tenants",
                        "suite-concurrency",
                        "suite-limits",
                        "suite-failure",
                        "suite-performance");
    }

    @Test
    void everyStepIsOneLineOfAPlan() {
        for (Scenario scenario : Catalog.scenarios()) {
            Form form = scenario.card().quick();
            long steps = scenario.plan(form, new SplittableRandom(1)).rounds().stream()
                    .flatMap(List::stream)
                    .mapToLong(List::size)
                    .sum();
            assertThat(plan(scenario, 1).lines().count()).isEqualTo(3 + steps);
        }
    }

    @Test
    void theQuickCatalogueIsDeclaredToFitIntoFiveMinutesAndTheLongFormsAreLonger() {
        Duration total = Duration.ZERO;
        for (Scenario scenario : Catalog.scenarios()) {
            Card card = scenario.card();
            total = total.plus(card.quick().expected());
            assertThat(card.longForm().rounds())
                    .as(card.id())
                    .isGreaterThanOrEqualTo(10 * card.quick().rounds());
            assertThat(card.claim()).as(card.id()).endsWith(".");
            assertThat(card.source()).as(card.id()).isNotEmpty();
            assertThat(card.tags()).as(card.id()).isNotEmpty();
        }
        assertThat(total).isLessThan(Duration.ofMinutes(5));
    }

    private static Scenario scenario(String id) {
        return Objects.requireNonNull(SCENARIOS.get(id), id);
    }

    private static Plan rounds(Scenario scenario, long seed) {
        return scenario.plan(scenario.card().quick(), new SplittableRandom(seed));
    }

    private static String plan(Scenario scenario, long seed) {
        return rounds(scenario, seed).text(scenario.card().id(), seed);
    }
}
