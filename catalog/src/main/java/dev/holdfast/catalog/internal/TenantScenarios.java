package dev.holdfast.catalog.internal;

import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

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
                new TenantColdSingleFlight(subject),
                TenantStateKinds.strict(subject),
                TenantStateKinds.trusted(subject),
                new TenantCloseInFlight(subject),
                new TenantSaturated(subject),
                new TenantSlowOpen(subject),
                new TenantLimitStorm(subject),
                new TenantTerminateStorm(subject),
                new TenantCreateRace(subject),
                new TenantDropUnderLoad(subject),
                new TenantWeights(subject),
                new TenantMany(subject),
                new TenantHotSet(subject),
                new TenantColdStorm(subject),
                new TenantRegistered(subject),
                new TenantRotation(subject),
                new TenantRestart(subject));
    }

    /** Those that the design of the twins can pass, on a twin without a flaw. */
    static List<Scenario> repaired() {
        return on(OriginalManager.with(OriginalFlaw.NONE)).stream()
                .filter(scenario -> !(scenario instanceof TenantNoisyNeighbour || scenario instanceof TenantWeights))
                .toList();
    }

    /** In the order of their scenarios. */
    public static List<Saboteur> saboteurs() {
        return Stream.of(
                        budgets(),
                        lends(),
                        fairness(),
                        states(),
                        closings(),
                        waits(),
                        failures(),
                        databases(),
                        many(),
                        registered(),
                        rotations(),
                        rest())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Saboteur> budgets() {
        return List.of(
                flawed(
                                BudgetBurst::new,
                                OriginalFlaw.COUNTS_WHAT_IS_OPEN,
                                "counts open connections, not permitted ones")
                        .breaks(TenantRules.WITHIN_BUDGET, TenantRules.NEVER_TOO_MANY, TenantRules.LEASE_WORKS),
                flawed(
                                BudgetBurst::new,
                                OriginalFlaw.COUNTS_UNTIL_CLOSE_BEGINS,
                                "frees a slot when it begins to close a connection")
                        .attempts(3)
                        .breaks(
                                TenantRules.WITHIN_BUDGET,
                                TenantRules.NEVER_TOO_MANY,
                                TenantRules.LEASE_WORKS,
                                TenantRules.NONE_LEFT),
                flawed(
                                BudgetBurst::new,
                                OriginalFlaw.LENDS_ANOTHERS,
                                "lends another tenant's connection when there is no room")
                        .breaks(TenantRules.OWN_DATABASE),
                flawed(
                                BudgetBurst::new,
                                OriginalFlaw.TRIES_THE_SERVER,
                                "tries one login more than the budget, until it is refused")
                        .breaks(TenantRules.NEVER_TOO_MANY));
    }

    private static List<Saboteur> lends() {
        return List.of(
                flawed(
                                TenantEvictWhileLeased::new,
                                OriginalFlaw.EVICTS_WHAT_IS_ABOUT_TO_BE_USED,
                                "closes a pool that somebody has just been given")
                        .breaks(TenantRules.LEASE_WORKS, TenantRules.WITHIN_BUDGET, TenantRules.NEVER_TOO_MANY),
                flawed(
                                TenantEvictWhileLeased::new,
                                OriginalFlaw.LENDS_TWICE,
                                "leaves a connection that it lends among the idle ones")
                        .breaks(TenantRules.ONE_BORROWER, TenantRules.LEASE_WORKS),
                flawed(TenantEvictWhileLeased::new, OriginalFlaw.LEAVES_OPEN, "leaves its connections open at the end")
                        .breaks(TenantRules.NONE_LEFT));
    }

    private static List<Saboteur> fairness() {
        return List.of(
                new Draft(
                                "longest-queue-first",
                                "gives a slot to the tenant whose queue is longest",
                                new TenantNoisyNeighbour(LongestQueueFirst::open),
                                1)
                        .breaks("fair-shares", "no-light-timeout"),
                new Draft(
                                "hasty-door",
                                "takes a request now and then for one whose time is over",
                                new TenantNoisyNeighbour(FlawedDoor.hasty()),
                                1)
                        .breaks("no-light-timeout"),
                flawed(
                                TenantColdSingleFlight::new,
                                OriginalFlaw.MAKES_A_SECOND_POOL,
                                "doesn't look again when it has made room")
                        .breaks(TenantRules.NONE_LEFT, "few-opens", TenantRules.WITHIN_BUDGET),
                new Draft(
                                "ignores-maximum",
                                "knows the budget, but no maximum of a tenant",
                                new TenantColdSingleFlight(TenantColdSingleFlight.ignoringMaximum()),
                                1)
                        .breaks("few-opens"));
    }

    private static List<Saboteur> states() {
        String asLeft = "lends a connection as its last borrower left it";
        return List.of(
                flawed(TenantStateKinds::strict, OriginalFlaw.LENDS_AS_LEFT, asLeft)
                        .breaks("no-remains", TenantRules.LEASE_WORKS),
                flawed(TenantStateKinds::trusted, OriginalFlaw.LENDS_AS_LEFT, asLeft)
                        .breaks("no-remains", TenantRules.LEASE_WORKS));
    }

    private static List<Saboteur> closings() {
        return List.of(
                flawed(
                                TenantCloseInFlight::new,
                                OriginalFlaw.KILLS_AT_CLOSE,
                                "ends what is lent when a tenant is closed")
                        .breaks("none-killed", TenantRules.LEASE_WORKS, "database-is-free", TenantRules.WITHIN_BUDGET),
                flawed(TenantCloseInFlight::new, OriginalFlaw.FORGETS_THE_FENCE, "gives out leases of a closed tenant")
                        .breaks("no-lease-after-the-fence", TenantRules.LEASE_WORKS, "database-is-free"),
                flawed(
                                TenantCloseInFlight::new,
                                OriginalFlaw.LEAVES_IDLE_AT_CLOSE,
                                "takes a tenant for closed whose leases are back")
                        .breaks("database-is-free"));
    }

    private static List<Saboteur> waits() {
        return List.of(
                flawed(
                                TenantSaturated::new,
                                OriginalFlaw.REPLACES_BUSY_POOLS,
                                "takes a pool for dead whose connections are all busy")
                        .breaks(TenantRules.LEASE_WORKS, "same-backends", TenantRules.WITHIN_BUDGET),
                flawed(TenantSaturated::new, OriginalFlaw.KEEPS_NONE, "closes each connection that is given back")
                        .breaks("same-backends"),
                flawed(TenantSlowOpen::new, OriginalFlaw.OPENS_UNDER_ITS_LOCK, "opens connections under its one lock")
                        .breaks("others-go-on"),
                flawed(
                                TenantLimitStorm::new,
                                OriginalFlaw.EVICTS_AT_EACH_TRY,
                                "evicts a tenant at each try, whether or not that makes enough room")
                        .breaks("no-needless-eviction", "recovers"),
                new Draft(
                                "stuck-breaker",
                                "lets nobody in after ten refusals, for ever",
                                new TenantLimitStorm(FlawedDoor.stuck()),
                                1)
                        .breaks("recovers"));
    }

    private static List<Saboteur> failures() {
        return List.of(flawed(
                        TenantTerminateStorm::new,
                        OriginalFlaw.LENDS_UNASKED,
                        "lends connections without knowing whether they are alive")
                .breaks(TenantRules.LEASE_WORKS));
    }

    private static List<Saboteur> databases() {
        return List.of(
                flawed(
                                TenantCreateRace::new,
                                OriginalFlaw.CHECKS_THEN_CREATES,
                                "looks whether a database exists, then creates it")
                        .breaks(TenantRules.LEASE_WORKS, "one-creates", "exists-is-ready"),
                flawed(
                                TenantCreateRace::new,
                                OriginalFlaw.TAKES_EXISTING_FOR_READY,
                                "takes a database that exists for one that is ready")
                        .breaks("exists-is-ready", TenantRules.LEASE_WORKS),
                flawed(
                                TenantCreateRace::new,
                                OriginalFlaw.TELLS_ALL_THAT_THEY_MADE_IT,
                                "tells everybody who asked for a tenant that it made it")
                        .breaks("one-creates"),
                flawed(
                                TenantDropUnderLoad::new,
                                OriginalFlaw.FORGETS_THE_FENCE,
                                "gives out leases of a tenant that is being dropped")
                        .breaks("dropped", TenantRules.LEASE_WORKS),
                new Draft(
                                "ignores-weights",
                                "gives all tenants the same weight",
                                new TenantWeights(TenantWeights.ignoringWeights()),
                                1)
                        .breaks("shares-by-weight"));
    }

    private static List<Saboteur> many() {
        return List.of(
                flawed(TenantMany::new, OriginalFlaw.KEEPS_ZOMBIES, "never evicts a pool that has no connections")
                        .breaks("everybody-is-served"),
                flawed(TenantHotSet::new, OriginalFlaw.NEVER_EVICTS, "closes nothing for another tenant's sake")
                        .breaks("heat-is-served"),
                flawed(TenantHotSet::new, OriginalFlaw.KEEPS_NOTHING, "opens a connection for each lease")
                        .breaks("no-thrashing"),
                flawed(
                                TenantColdStorm::new,
                                OriginalFlaw.IGNORES_THE_BUDGET,
                                "opens connections without asking whether there is room")
                        .breaks(TenantRules.NEVER_TOO_MANY, TenantRules.LEASE_WORKS, TenantRules.WITHIN_BUDGET),
                flawed(
                                TenantColdStorm::new,
                                OriginalFlaw.LOGS_IN_AT_WILL,
                                "opens a connection on the thread of each who asks")
                        .attempts(3)
                        .breaks("few-logins-at-once"),
                flawed(TenantColdStorm::new, OriginalFlaw.LOGS_IN_TO_TRY, "tries a login before the one that it keeps")
                        .breaks("about-one-login-each"),
                flawed(TenantColdStorm::new, OriginalFlaw.NEVER_EVICTS, "closes nothing for another tenant's sake")
                        .breaks("all-are-served"));
    }

    private static List<Saboteur> registered() {
        return List.of(
                flawed(
                                TenantRegistered::new,
                                OriginalFlaw.OPENS_WHEN_REGISTERED,
                                "opens a connection for each tenant that is registered")
                        .breaks("registering-opens-nothing", "slots-as-used"),
                flawed(
                                TenantRegistered::new,
                                OriginalFlaw.STARTS_THREADS,
                                "starts a thread for each tenant that is registered")
                        .breaks("registering-starts-no-threads"),
                flawed(
                                TenantRegistered::new,
                                OriginalFlaw.FILLS_ITS_POOLS,
                                "opens all that a tenant may have when it is used first")
                        .breaks("slots-as-used"),
                flawed(
                                TenantRegistered::new,
                                OriginalFlaw.REMEMBERS_THE_DROPPED,
                                "keeps what it knows of a tenant that was dropped")
                        .breaks("known-until-dropped"));
    }

    private static List<Saboteur> rotations() {
        return List.of(
                flawed(
                                TenantRotation::new,
                                OriginalFlaw.BREAKS_BEFORE_IT_MAKES,
                                "gives up the old credential before it knows whether the new one works")
                        .breaks("no-request-fails", "make-before-break", TenantRules.LEASE_WORKS),
                flawed(
                                TenantRotation::new,
                                OriginalFlaw.RETIRES_WHEN_TOLD,
                                "closes connections before it knows whether the new credential works")
                        .breaks("make-before-break"),
                flawed(
                                TenantRotation::new,
                                OriginalFlaw.KEEPS_OLD_SESSIONS,
                                "keeps the connections of the old credential")
                        .breaks("old-role-leaves"));
    }

    private static List<Saboteur> rest() {
        return List.of(
                flawed(
                                TenantMany::new,
                                OriginalFlaw.KEEPS_ONE_OF_EACH,
                                "keeps one idle connection of each tenant, for however long")
                        .breaks("idle-are-closed"),
                flawed(
                                TenantRestart::new,
                                OriginalFlaw.LENDS_UNASKED,
                                "lends connections without knowing whether they are alive")
                        .breaks(TenantRules.LEASE_WORKS));
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

    /** The saboteur's name is its flaw's. */
    private static Draft flawed(Function<TenantSource.Maker, Scenario> scenario, OriginalFlaw flaw, String fault) {
        String name = flaw.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Draft(name, fault, scenario.apply(OriginalManager.with(flaw)), 1);
    }
}
