package dev.holdfast.catalog.internal;

import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The five suites of a multi-tenant pool manager, aimed at our connections, and the twins that they must catch. */
public final class Suites {
    private static final String NEVER_CLOSES = "keeps its connections when it is closed";
    private static final String HOARDS = "opens connections in advance that it doesn't count";
    private static final String MIXES_UP = "lends connections to the database of whoever came first";
    private static final String OVERSLEEPS = "doesn't wake every twentieth request";
    private static final String NEVER_DROPS = "says that a database is dropped, and leaves it";
    private static final String OPENS_ANEW = "uses no connection twice";
    private static final String AS_IT_IS = "hands connections on as they come back";
    private static final String FORGETS = "forgets connections that come back in a failed transaction";
    private static final String MASKS = "refuses in the same words, whatever the reason";

    private Suites() {}

    public static List<Scenario> scenarios() {
        return List.copyOf(suites(SuiteHoldfast::open));
    }

    static List<SuiteScenario> suites(SuitePools subject) {
        return List.of(
                SuiteLifecycle.scenario(subject),
                SuiteConcurrency.scenario(subject),
                SuiteLimits.scenario(subject),
                SuiteFailure.scenario(subject),
                SuitePerformance.scenario(subject));
    }

    /** At least one for each invariant of each suite. */
    public static List<Saboteur> saboteurs() {
        return saboteurs(SuiteHoldfast::open);
    }

    static List<Saboteur> saboteurs(SuitePools right) {
        List<Saboteur> all = new ArrayList<>();
        all.addAll(lifecycle(new Workshop(SuiteLifecycle.scenario(right), right)));
        all.addAll(concurrency(new Workshop(SuiteConcurrency.scenario(right), right)));
        all.addAll(limits(new Workshop(SuiteLimits.scenario(right), right)));
        all.addAll(failure(new Workshop(SuiteFailure.scenario(right), right)));
        all.addAll(performance(new Workshop(SuitePerformance.scenario(right), right)));
        return all;
    }

    private static List<Saboteur> lifecycle(Workshop suite) {
        return List.of(
                suite.twin("oversleeping", OVERSLEEPS, SuiteTwins::oversleeping)
                        .in(SuiteLifecycle.REUSES)
                        .breaks(SuiteRule.SERVED),
                suite.twin("mixed-up", MIXES_UP, SuiteTwins::mixingUp)
                        .in(SuiteLifecycle.DROPS)
                        .breaks(SuiteRule.OWN_DATABASE, SuiteRule.SERVED),
                suite.twin("never-dropped", NEVER_DROPS, SuiteTwins::neverDropping)
                        .in(SuiteLifecycle.DROPS)
                        .breaks(SuiteRule.TOLD_IS_DONE),
                suite.twin("leak", "keeps a tenant's connections when it is closed", SuiteTwins::neverClosingTenants)
                        .in(SuiteLifecycle.DROPS)
                        .breaks(SuiteRule.TOLD_IS_DONE),
                suite.twin("never-closed", NEVER_CLOSES, SuiteTwins::neverClosing)
                        .in(SuiteLifecycle.CLOSES)
                        .breaks(SuiteRule.NOTHING_LEFT, SuiteRule.ENDED),
                suite.twin("hoard", HOARDS, SuiteTwins::hoarding)
                        .in(SuiteLifecycle.METRICS)
                        .breaks(SuiteRule.WITHIN_BUDGET, SuiteRule.STATISTICS, SuiteRule.NOTHING_LEFT),
                suite.twin("own-counters", "counts what it opens, not what is closed", SuiteTwins::countingOpensOnly)
                        .in(SuiteLifecycle.METRICS)
                        .breaks(SuiteRule.STATISTICS),
                suite.twin("reviving", "lets a closed lease go on", SuiteTwins::reviving)
                        .in(SuiteLifecycle.CLOSES_AGAIN)
                        .breaks(SuiteRule.ENDED, SuiteRule.TOLD_IS_DONE, SuiteRule.NOTHING_LEFT),
                suite.twin("closed-together", "closes the other pools with one", SuiteTwins::closingTogether)
                        .in(SuiteLifecycle.FIVE_POOLS)
                        .breaks(SuiteRule.ISOLATED),
                suite.twin("as-it-is", AS_IT_IS, SuiteTwins::handingOnAsItIs)
                        .in(SuiteLifecycle.HANDS_OVER)
                        .breaks(SuiteRule.CLEAN),
                suite.twin("opened-anew", OPENS_ANEW, SuiteTwins::openingAnew)
                        .in(SuiteLifecycle.REUSES)
                        .breaks(SuiteRule.REUSED));
    }

    private static List<Saboteur> concurrency(Workshop suite) {
        String checks = "looks whether a database is there, then creates it";
        String shows = "shows a database before it is filled";
        return List.of(
                suite.twin("check-then-create", checks, SuiteTwins::checkingThenCreating)
                        .in(SuiteConcurrency.HUNDRED_ON_ONE)
                        .breaks(SuiteRule.SERVED, SuiteRule.OWN_DATABASE, SuiteRule.TOLD_IS_DONE),
                suite.twin("unfinished-shown", shows, SuiteTwins::showingTheUnfinished)
                        .in(SuiteConcurrency.HUNDRED_ON_ONE)
                        .breaks(SuiteRule.OWN_DATABASE),
                suite.twin("always-made", "tells everybody to have made it", SuiteTwins::alwaysMade)
                        .in(SuiteConcurrency.HUNDRED_ON_ONE)
                        .breaks(SuiteRule.TOLD_IS_DONE),
                suite.twin("never-dropped", NEVER_DROPS, SuiteTwins::neverDropping)
                        .in(SuiteConcurrency.TWENTY_DROP)
                        .breaks(SuiteRule.TOLD_IS_DONE),
                suite.twin("never-closed", NEVER_CLOSES, SuiteTwins::neverClosing)
                        .in(SuiteConcurrency.CONTENTION)
                        .breaks(SuiteRule.NOTHING_LEFT),
                suite.twin("uncounted", "opens a connection for each lease", SuiteTwins::countingNothing)
                        .in(SuiteConcurrency.READ_WRITE)
                        .attempts(3)
                        .breaks(SuiteRule.WITHIN_BUDGET, SuiteRule.SERVED, SuiteRule.NOTHING_LEFT),
                suite.twin("waiting-counted", "counts those who wait as if they had", SuiteTwins::countingTheWaiting)
                        .in(SuiteConcurrency.STRESS)
                        .attempts(3)
                        .breaks(SuiteRule.STATISTICS),
                suite.twin("rolled-back", "rolls back what was acknowledged", SuiteTwins::rollingBack)
                        .in(SuiteConcurrency.READ_WRITE)
                        .breaks(SuiteRule.EXACT_ROWS));
    }

    private static List<Saboteur> limits(Workshop suite) {
        return List.of(
                suite.twin("no-reserve", "has no connection left for the system", SuiteTwins::reservingNothing)
                        .in(SuiteLimits.BUDGET_REACHED)
                        .breaks(SuiteRule.SERVED),
                suite.twin("mixed-up", MIXES_UP, SuiteTwins::mixingUp)
                        .in(SuiteLimits.FIGURES)
                        .attempts(5)
                        .breaks(SuiteRule.OWN_DATABASE),
                suite.twin("never-closed", NEVER_CLOSES, SuiteTwins::neverClosing)
                        .in(SuiteLimits.RELEASES)
                        .breaks(SuiteRule.NOTHING_LEFT),
                suite.twin("uncounted", "opens a connection for each lease", SuiteTwins::countingNothing)
                        .in(SuiteLimits.TENANT_MAX_REACHED)
                        .attempts(3)
                        .breaks(SuiteRule.WITHIN_BUDGET, SuiteRule.LIMIT_REACHED, SuiteRule.NOTHING_LEFT),
                suite.twin("never-refused", "opens another rather than refuse", SuiteTwins::neverRefusing)
                        .in(SuiteLimits.TIMEOUT)
                        .breaks(SuiteRule.LIMIT_REACHED, SuiteRule.NOTHING_LEFT),
                suite.twin("stingy", "lends half of what it may", SuiteTwins::stingy)
                        .in(SuiteLimits.BUDGET_REACHED)
                        .breaks(SuiteRule.LIMIT_REACHED, SuiteRule.SERVED),
                suite.twin("masked", MASKS, SuiteTwins::masking)
                        .in(SuiteLimits.TIMEOUT)
                        .breaks(SuiteRule.LIMIT_REACHED),
                suite.twin("own-counters", "counts what it opens, not what is closed", SuiteTwins::countingOpensOnly)
                        .in(SuiteLimits.FIGURES)
                        .breaks(SuiteRule.STATISTICS),
                suite.twin("failed-forgotten", FORGETS, SuiteTwins::forgettingTheFailed)
                        .in(SuiteLimits.ERRORS)
                        .breaks(SuiteRule.NO_ERROR_LEAK),
                suite.twin("idle-kept", "closes no idle connection", SuiteTwins::keepingIdle)
                        .in(SuiteLimits.IDLE)
                        .breaks(SuiteRule.IDLE_CLOSED),
                suite.twin("no-minimum", "closes guaranteed connections, too", SuiteTwins::guaranteeingNothing)
                        .in(SuiteLimits.IDLE)
                        .breaks(SuiteRule.IDLE_CLOSED));
    }

    private static List<Saboteur> failure(Workshop suite) {
        return List.of(
                suite.twin("never-forgotten", "remembers a failure for ever", SuiteTwins::neverForgetting)
                        .in(SuiteFailure.NEVER_CREATED)
                        .breaks(SuiteRule.SERVED),
                suite.twin("masked", MASKS, SuiteTwins::masking)
                        .in(SuiteFailure.GOOD_AND_MISSING)
                        .breaks(SuiteRule.REFUSED),
                suite.twin("swallowed", "tells nobody that dropping failed", SuiteTwins::swallowing)
                        .in(SuiteFailure.OCCUPIED)
                        .breaks(SuiteRule.REFUSED),
                suite.twin("folded", "takes a-b, a_b and A-B for the same tenant", SuiteTwins::folding)
                        .in(SuiteFailure.EDGE_IDS)
                        .breaks(SuiteRule.OWN_DATABASE, SuiteRule.TOLD_IS_DONE),
                suite.twin("never-dropped", NEVER_DROPS, SuiteTwins::neverDropping)
                        .in(SuiteFailure.OCCUPIED)
                        .breaks(SuiteRule.TOLD_IS_DONE, SuiteRule.REFUSED),
                suite.twin("half-closed", "stops cleaning up at a database that is gone", SuiteTwins::givingUpClosing)
                        .in(SuiteFailure.PARTLY_FAILED)
                        .breaks(SuiteRule.NOTHING_LEFT),
                suite.twin("hoard", HOARDS, SuiteTwins::hoarding)
                        .in(SuiteFailure.ALTERNATES)
                        .breaks(SuiteRule.WITHIN_BUDGET, SuiteRule.NOTHING_LEFT),
                suite.twin("dead-lent", AS_IT_IS, SuiteTwins::handingOnAsItIs)
                        .in(SuiteFailure.STALE)
                        .breaks(SuiteRule.NOTHING_DEAD),
                suite.twin("failed-forgotten", FORGETS, SuiteTwins::forgettingTheFailed)
                        .in(SuiteFailure.CONCURRENT)
                        .breaks(SuiteRule.NO_ERROR_LEAK, SuiteRule.SERVED));
    }

    private static List<Saboteur> performance(Workshop suite) {
        return List.of(
                suite.twin("oversleeping", OVERSLEEPS, SuiteTwins::oversleeping)
                        .in(SuitePerformance.REUSE)
                        .breaks(SuiteRule.SERVED),
                suite.twin("mixed-up", MIXES_UP, SuiteTwins::mixingUp)
                        .in(SuitePerformance.THOUSAND)
                        .breaks(SuiteRule.OWN_DATABASE),
                suite.twin("never-made", "says that a tenant existed that it made", SuiteTwins::neverMade)
                        .in(SuitePerformance.HUNDRED_TENANTS)
                        .breaks(SuiteRule.TOLD_IS_DONE),
                suite.twin("never-closed", NEVER_CLOSES, SuiteTwins::neverClosing)
                        .in(SuitePerformance.WARM_UP)
                        .breaks(SuiteRule.NOTHING_LEFT),
                suite.twin("hoard", HOARDS, SuiteTwins::hoarding)
                        .in(SuitePerformance.REUSE)
                        .breaks(SuiteRule.WITHIN_BUDGET, SuiteRule.NOTHING_LEFT),
                suite.twin("opened-anew", OPENS_ANEW, SuiteTwins::openingAnew)
                        .in(SuitePerformance.IDLE_KEPT)
                        .breaks(SuiteRule.REUSED));
    }

    /** Makes a suite's twins. */
    private record Workshop(SuiteScenario suite, SuitePools right) {
        Draft twin(String name, String fault, UnaryOperator<SuitePools> twin) {
            return new Draft(suite, name, fault, twin.apply(right), List.of(), 1);
        }
    }

    /** A saboteur in the making. */
    private record Draft(
            SuiteScenario suite, String name, String fault, SuitePools twin, List<String> cases, int attempts) {
        /** The cases that are to catch it, which are all that it plays. */
        Draft in(String... those) {
            return new Draft(suite, name, fault, twin, List.of(those), attempts);
        }

        Draft attempts(int most) {
            return new Draft(suite, name, fault, twin, cases, most);
        }

        Saboteur breaks(SuiteRule rule, SuiteRule... also) {
            String scenario = suite.card().id();
            return new Saboteur(
                    scenario + "/" + name,
                    scenario,
                    fault,
                    rule.id(),
                    Arrays.stream(also).map(SuiteRule::id).collect(Collectors.toSet()),
                    attempts,
                    suite.against(twin, cases.toArray(String[]::new)));
        }
    }
}
