package dev.holdfast.catalog.internal;

import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.Scenario;
import dev.holdfast.scenarios.FaultClient;
import dev.holdfast.scenarios.FaultPhase;
import dev.holdfast.scenarios.FaultStrike;
import dev.holdfast.scenarios.ServerFault;
import dev.holdfast.scenarios.ServerFault.Reach;
import dev.holdfast.scenarios.internal.FaultRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The faults, aimed at our transactions, and the twins of all who are aimed at. */
public final class FaultSaboteurs {
    private FaultSaboteurs() {}

    /** Each fault that leaves the status of transactions knowable, aimed at our transactions. */
    public static List<Scenario> runners() {
        return Stream.of(ServerFault.values())
                .filter(fault -> !crashes(fault))
                .<Scenario>map(fault -> new FaultStrike(fault, FaultRunner.against(fault)))
                .toList();
    }

    /** After a crash a number may be given out again, so that {@code pg_xact_status} settles nothing: docs/races.md. */
    private static boolean crashes(ServerFault fault) {
        return fault == ServerFault.KILL || fault == ServerFault.IMMEDIATE_SHUTDOWN;
    }

    /** At least one for each invariant of each scenario about a fault. */
    public static List<Saboteur> all() {
        List<Saboteur> all = new ArrayList<>();
        for (ServerFault fault : ServerFault.values()) {
            all.addAll(plain(fault));
            if (!crashes(fault)) {
                all.addAll(runner(fault));
            }
        }
        return all;
    }

    private static List<Saboteur> plain(ServerFault fault) {
        Draft draft = new Draft(fault, plainClient(fault));
        List<Saboteur> all = new ArrayList<>(List.of(
                draft.twin("masked", "tells every error in the same words", FaultTwins::masking)
                        .breaks(FaultRules.DECLARED),
                draft.twin("swallowed", "says that it is done, whatever came", FaultTwins::swallowing)
                        .breaks(FaultRules.DURABLE),
                draft.twin("written-behind", "writes later what it told to have failed", FaultTwins::writingBehind)
                        .breaks(FaultRules.ABSENT),
                draft.twin("written-twice", "after an error, writes everything twice", FaultTwins::writingTwice)
                        .breaks(FaultRules.ONCE),
                draft.twin("never-again", "after an error, never tries again", FaultTwins::neverTryingAgain)
                        .breaks(FaultRules.USABLE)));
        if (fault.reach() == Reach.SESSION && fault.phases().stream().anyMatch(phase -> phase != FaultPhase.IDLE)) {
            all.add(draft.twin("spread", "tells everybody of one's error", FaultTwins::spreading)
                    .breaks(FaultRules.UNDISTURBED));
        }
        if (fault == ServerFault.TERMINATE) {
            all.add(draft.twin("dead-kept", "lends connections that are dead", FaultTwins::keepingTheDead)
                    .breaks(FaultRules.USABLE, FaultRules.DECLARED, FaultRules.UNDISTURBED));
            all.add(draft.twin("auto-commit", "repeats blindly, without a transaction", FaultTwins::repeatingBlindly)
                    .breaks(FaultRules.ONCE));
        }
        return all;
    }

    private static FaultClient plainClient(ServerFault fault) {
        return fault == ServerFault.SUSPEND ? FaultClient.plain(Duration.ofSeconds(1)) : FaultClient.plain();
    }

    private static List<Saboteur> runner(ServerFault fault) {
        boolean curable =
                fault.answers().values().stream().flatMap(Set::stream).noneMatch(answer -> !answer.repeatable());
        return List.of(
                curable
                        ? new Draft(fault, FaultRunner.givingUp(fault))
                                .twin("one-attempt", "never repeats", UnaryOperator.identity())
                                .breaks(FaultRules.RECOVERS)
                        : new Draft(fault, FaultRunner.against(fault))
                                .twin("stubborn", "repeats what can't be cured", FaultTwins::repeatingAnything)
                                .breaks(FaultRules.RECOVERS));
    }

    /** A fault and the client whose twins it is to strike, in the last of its phases only, which is enough. */
    private record Draft(ServerFault fault, FaultClient right) {
        Twin twin(String name, String mistake, UnaryOperator<FaultClient> twin) {
            List<FaultPhase> phases = fault.phases();
            FaultStrike played = new FaultStrike(fault, twin.apply(right), List.of(phases.getLast()));
            return new Twin(name, mistake, played);
        }
    }

    private record Twin(String name, String mistake, FaultStrike played) {
        Saboteur breaks(String invariant, String... also) {
            String scenario = played.card().id();
            return new Saboteur(scenario + "/" + name, scenario, mistake, invariant, Set.of(also), 1, played);
        }
    }
}
