package dev.holdfast.scenarios.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.scenarios.FaultAnswer;
import dev.holdfast.scenarios.FaultClient;
import dev.holdfast.scenarios.FaultClient.Claim;
import dev.holdfast.scenarios.FaultPhase;
import dev.holdfast.scenarios.ServerFault;
import dev.holdfast.scenarios.ServerFault.Reach;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** What must be true of sessions that a fault struck, and of their rows. */
public final class FaultRules {
    public static final String DECLARED = "error-is-the-declared-one";
    public static final String DURABLE = "acknowledged-is-durable";
    public static final String ABSENT = "refused-is-absent";
    public static final String ONCE = "nothing-twice";
    public static final String USABLE = "usable-again";
    public static final String UNDISTURBED = "others-undisturbed";
    public static final String RECOVERS = "recovers";

    public static final String STRUCK_SEEN = "struck";
    public static final String ERRORS_SEEN = "errors";

    /** What a client says that asked whether it committed, and couldn't find out. */
    public static final SqlState RESOLUTION_UNKNOWN = new SqlState("08007");

    private final ServerFault fault;
    private final FaultClient client;
    private final IntFunction<FaultPhase> phases;
    private final List<FaultSeen> seen;
    private final Findings findings;

    FaultRules(
            ServerFault fault,
            FaultClient client,
            IntFunction<FaultPhase> phases,
            List<FaultSeen> seen,
            Findings findings) {
        this.fault = fault;
        this.client = client;
        this.phases = phases;
        this.seen = seen;
        this.findings = findings;
    }

    void judge(History history, Map<String, Integer> rows) {
        for (Event event : history.where(event -> event.session() != 0)) {
            rows(event, rows.getOrDefault(key(event), 0));
            usableAgain(event);
        }
        for (FaultSeen error : seen) {
            List<Event> events = history.where(event -> is(event, error));
            declared(error, events);
            undisturbed(error, events);
            recovers(error, events);
        }
        for (Event event : history.where(Event::committed)) {
            givesUp(event);
        }
        count();
    }

    static String key(Event event) {
        return "r" + event.round() + "-" + event.step().argument(0);
    }

    private static boolean is(Event event, FaultSeen error) {
        return event.round() == error.round()
                && event.session() == error.session()
                && event.step().operation().equals(error.stage());
    }

    private void rows(Event event, int rows) {
        if (event.outcome() instanceof Outcome.MaybeCommitted) {
            findings.settled(event, rows > 0);
        }
        if (event.committed() && rows == 0) {
            violated(DURABLE, event, "be told that it is committed. Then its row is there, but the oracle finds none");
        }
        if (event.outcome() instanceof Outcome.Aborted && rows > 0) {
            violated(ABSENT, event, "be told that it failed. Then its row isn't there, but the oracle finds it");
        }
        if (rows > 1) {
            violated(
                    ONCE, event, "be asked for once. Then its row is there at most once, but the oracle finds " + rows);
        }
    }

    private void violated(String invariant, Event event, String contradiction) {
        findings.violated(
                invariant,
                "Let transaction %s of session %d, struck %s, %s: a contradiction."
                        .formatted(
                                key(event),
                                event.session(),
                                phases.apply(event.round()).words(),
                                contradiction),
                List.of(event));
    }

    private void usableAgain(Event event) {
        if (event.step().operation().equals(FaultTrial.AGAIN) && event.outcome() instanceof Outcome.Aborted) {
            violated(
                    USABLE,
                    event,
                    "begin when the fault is over. Then it commits, sooner or later, but it was refused again and again: "
                            + event.outcome().answer());
        }
    }

    private void declared(FaultSeen error, List<Event> events) {
        if (error.state().filter(state -> allowed(error).contains(state)).isEmpty()) {
            findings.violated(
                    DECLARED,
                    "Let session %d be struck %s by this: %s. Then what %s is told has one of the SQLSTATEs %s, but it was %s (%s): a contradiction."
                            .formatted(
                                    error.session(),
                                    error.phase().words(),
                                    fault.cause(),
                                    error.inWork() ? "the work" : "the caller",
                                    allowed(error),
                                    error.code(),
                                    error.text()),
                    events);
        }
    }

    /** The row of the table for a victim's own error; else all rows, if the fault concerns everybody. */
    private Set<SqlState> allowed(FaultSeen error) {
        boolean victim = error.inWork() && error.stage().equals(FaultTrial.STRUCK) && client.claim() != Claim.RECOVERS;
        boolean own = victim || error.session() == 0;
        Set<FaultAnswer> answers = EnumSet.noneOf(FaultAnswer.class);
        fault.answers().forEach((phase, told) -> {
            if (phase == error.phase() || (!own && fault.reach() != Reach.SESSION)) {
                answers.addAll(told);
            }
        });
        Set<SqlState> states = new TreeSet<>();
        answers.forEach(answer -> states.add(answer.state()));
        if (fault.reach() != Reach.SESSION && !error.inWork()) {
            states.add(RESOLUTION_UNKNOWN);
        }
        return states;
    }

    private void undisturbed(FaultSeen error, List<Event> events) {
        boolean bystander = !FaultTrial.victim(error.session());
        if (bystander && strikesOnlyVictims(fault, error.phase())) {
            findings.violated(
                    UNDISTURBED,
                    "Let session %d stand by while others are struck %s. Then it notices nothing, but it was told %s (%s): a contradiction."
                            .formatted(error.session(), error.phase().words(), error.code(), error.text()),
                    events);
        }
    }

    /** A connection that was struck while it was idle may be lent to anybody. */
    public static boolean strikesOnlyVictims(ServerFault fault, FaultPhase phase) {
        return fault.reach() == Reach.SESSION && phase != FaultPhase.IDLE;
    }

    private void recovers(FaultSeen error, List<Event> events) {
        boolean curable = error.state()
                .flatMap(FaultAnswer::of)
                .filter(FaultAnswer::repeatable)
                .isPresent();
        if (client.claim() == Claim.RECOVERS && curable && !error.inWork()) {
            findings.violated(
                    RECOVERS,
                    "Let session %d be struck %s. Then repeating cures it, but its caller was told %s (%s): a contradiction."
                            .formatted(error.session(), error.phase().words(), error.code(), error.text()),
                    events);
        }
    }

    /** What would fail again must surface. */
    private void givesUp(Event event) {
        boolean incurable = seen.stream()
                .filter(error -> error.inWork() && is(event, error))
                .anyMatch(error -> error.state()
                        .flatMap(FaultAnswer::of)
                        .filter(answer -> !answer.repeatable())
                        .isPresent());
        if (client.claim() == Claim.RECOVERS
                && incurable
                && !event.step().operation().equals(FaultTrial.AGAIN)) {
            violated(
                    RECOVERS,
                    event,
                    "be told what repeating doesn't cure. Then its caller is told too, but it was repeated until it was committed");
        }
    }

    /** What callers were told, by phase; of a client that recovers, what the work was told. The hand has no client. */
    private void count() {
        Map<FaultPhase, Map<String, Integer>> told = new TreeMap<>();
        boolean inWork = client.claim() == Claim.RECOVERS;
        for (FaultSeen error : seen.stream()
                .filter(e -> e.session() == 0 || e.inWork() == inWork)
                .toList()) {
            told.computeIfAbsent(error.phase(), phase -> new TreeMap<>()).merge(error.code(), 1, Integer::sum);
        }
        told.forEach((phase, codes) -> findings.fact("told " + phase.words(), String.valueOf(codes)));
        long rounds = seen.stream()
                .filter(error -> error.stage().equals(FaultTrial.STRUCK))
                .mapToInt(FaultSeen::round)
                .distinct()
                .count();
        findings.witnessed(ERRORS_SEEN, rounds);
    }
}
