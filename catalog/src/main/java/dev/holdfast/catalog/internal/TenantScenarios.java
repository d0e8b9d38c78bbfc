package dev.holdfast.catalog.internal;

import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.Scenario;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The scenarios of {@code connections}, and the saboteurs of each. */
public final class TenantScenarios {
    private TenantScenarios() {}

    /** In the order in which they are played. */
    public static List<Scenario> all() {
        return on(HoldfastTenants::open);
    }

    private static List<Scenario> on(TenantSource.Maker subject) {
        return List.of(
                new BudgetBurst(subject),
                new TenantEvictWhileLeased(subject),
                new TenantNoisyNeighbour(subject),
                new TenantColdSingleFlight(subject));
    }

    /** Those that the design of the twins can pass, on a twin without a flaw. */
    static List<Scenario> repaired() {
        return on(OriginalManager.with(OriginalFlaw.NONE)).stream()
                .filter(scenario -> !(scenario instanceof TenantNoisyNeighbour))
                .toList();
    }

    /** In the order of their scenarios. */
    public static List<Saboteur> saboteurs() {
        return List.of(
                flawed(
                                "counts-what-is-open",
                                "counts open connections, not permitted ones",
                                BudgetBurst::new,
                                OriginalFlaw.COUNTS_WHAT_IS_OPEN)
                        .breaks(TenantRules.WITHIN_BUDGET, TenantRules.NEVER_TOO_MANY, TenantRules.LEASE_WORKS),
                flawed(
                                "counts-until-close-begins",
                                "frees a slot when it begins to close a connection",
                                BudgetBurst::new,
                                OriginalFlaw.COUNTS_UNTIL_CLOSE_BEGINS)
                        .attempts(3)
                        .breaks(TenantRules.WITHIN_BUDGET, TenantRules.NEVER_TOO_MANY, TenantRules.LEASE_WORKS),
                flawed(
                                "lends-anothers",
                                "lends another tenant's connection when there is no room",
                                BudgetBurst::new,
                                OriginalFlaw.LENDS_ANOTHERS)
                        .breaks(TenantRules.OWN_DATABASE),
                flawed(
                                "evicts-what-is-about-to-be-used",
                                "closes a pool that somebody has just been given",
                                TenantEvictWhileLeased::new,
                                OriginalFlaw.EVICTS_WHAT_IS_ABOUT_TO_BE_USED)
                        .breaks(TenantRules.LEASE_WORKS),
                flawed(
                                "lends-twice",
                                "leaves a connection that it lends among the idle ones",
                                TenantEvictWhileLeased::new,
                                OriginalFlaw.LENDS_TWICE)
                        .breaks(TenantRules.ONE_BORROWER, TenantRules.LEASE_WORKS),
                new Draft(
                                "longest-queue-first",
                                "gives a slot to the tenant whose queue is longest",
                                new TenantNoisyNeighbour(LongestQueueFirst::open),
                                1)
                        .breaks("fair-shares", "no-light-timeout"),
                flawed(
                                "makes-a-second-pool",
                                "doesn't look again when it has made room",
                                TenantColdSingleFlight::new,
                                OriginalFlaw.MAKES_A_SECOND_POOL)
                        .breaks(TenantRules.NONE_LEFT, "few-opens"));
    }

    private record Draft(String name, String fault, Scenario twin, int attempts) {
        /** Where chance decides. */
        Draft attempts(int most) {
            return new Draft(name, fault, twin, most);
        }

        Saboteur breaks(String invariant, String... also) {
            String scenario = twin.card().id();
            return new Saboteur(scenario + "/" + name, scenario, fault, invariant, Set.of(also), attempts, twin);
        }
    }

    private static Draft flawed(
            String name, String fault, Function<TenantSource.Maker, Scenario> scenario, OriginalFlaw flaw) {
        return new Draft(name, fault, scenario.apply(OriginalManager.with(flaw)), 1);
    }
}
