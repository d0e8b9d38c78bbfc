package dev.holdfast.scenarios;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.FaultClient.Claim;
import dev.holdfast.scenarios.ServerFault.Reach;
import dev.holdfast.scenarios.internal.FaultRules;
import dev.holdfast.scenarios.internal.FaultTrial;
import dev.holdfast.servers.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A fault of the server that strikes sessions at a known moment, in each phase in turn. Sessions append rows through the
 * subject; the first of them is the hand that strikes, when the server shows that the victims are where they should be. What
 * may crash is a server of the scenario's own. Immutable.
 */
public final class FaultStrike implements Scenario {
    private static final int SESSIONS = 5;
    private static final int TRANSACTION_TIMEOUT_SINCE = 17;

    private final Card card;
    private final ServerFault fault;
    private final List<FaultPhase> phases;
    private final FaultClient client;

    /** In all phases of the fault. */
    public FaultStrike(ServerFault fault, FaultClient client) {
        this(fault, client, fault.phases());
    }

    /** In some phases of the fault. */
    public FaultStrike(ServerFault fault, FaultClient client, List<FaultPhase> phases) {
        if (phases.isEmpty() || !fault.phases().containsAll(phases)) {
            throw new InvalidOption(
                    "not the phases of a fault",
                    phases + " was given.",
                    fault.id() + " strikes in " + fault.phases() + ".");
        }
        if (!client.name().matches("[a-z0-9-]{1,9}")) {
            throw new InvalidOption(
                    "not a name for a client of faults",
                    "\"" + client.name() + "\" was given.",
                    "Use 1 to 9 characters from a-z, 0-9 and -.");
        }
        this.fault = fault;
        this.client = client;
        this.phases = List.copyOf(phases);
        this.card = made();
    }

    /** Aimed at the plain driver, which in a server that stands still gives up after a second. */
    public static FaultStrike plain(ServerFault fault) {
        boolean hangs = fault == ServerFault.SUSPEND;
        return new FaultStrike(fault, hangs ? FaultClient.plain(Duration.ofSeconds(1)) : FaultClient.plain());
    }

    private Card made() {
        int rounds = Math.max(2, phases.size());
        Card.Builder builder = Card.of(
                        "fault-" + fault.id() + (client.name().equals("plain") ? "" : "-" + client.name()))
                .claim(
                        "When %s, what is acknowledged is there, once, what is refused isn't, each error is one that is known, and the client is usable afterwards."
                                .formatted(fault.cause()))
                .source("docs/guide/faults.md, which is made from the table ServerFault.")
                .tags("faults", "server")
                .invariant(FaultRules.DECLARED, "whoever is told of the fault gets an SQLSTATE of its row in the table")
                .invariant(FaultRules.DURABLE, "what was told to be committed is there")
                .invariant(FaultRules.ABSENT, "what was told to have failed is not there")
                .invariant(FaultRules.ONCE, "nothing is there twice")
                .invariant(FaultRules.USABLE, "when it is over, the same client commits again")
                .witness(new Witness(
                        FaultRules.STRUCK_SEEN, rounds, "sessions or servers that the server shows as struck"));
        if (phases.stream().anyMatch(phase -> FaultRules.strikesOnlyVictims(fault, phase))) {
            builder.invariant(FaultRules.UNDISTURBED, "sessions that are not struck notice nothing");
        }
        if (client.claim() == Claim.RECOVERS) {
            builder.invariant(FaultRules.RECOVERS, "an error surfaces if, and only if, repeating doesn't cure it");
        }
        if (certainErrors() > 0) {
            builder.witness(
                    new Witness(FaultRules.ERRORS_SEEN, certainErrors(), "rounds in which a victim saw an error"));
        }
        return builder.declares(declared()).forms(form(rounds), form(10 * rounds));
    }

    private Form form(int rounds) {
        boolean own = fault.reach() == Reach.OWN_SERVER;
        int aboutEach = fault == ServerFault.SUSPEND ? 1300 : own ? 350 : 200;
        return new Form(SESSIONS, rounds, 3, Duration.ofMillis((own ? 1000 : 200) + (long) aboutEach * rounds));
    }

    /** Rounds in which a victim can't but see an error: in a transaction, or if the client hides nothing. */
    private int certainErrors() {
        if (client.claim() == Claim.HIDES_NOTHING) {
            return Math.max(2, phases.size());
        }
        return (int) phases.stream()
                .filter(phase -> phase.compareTo(FaultPhase.IDLE) > 0 && fault != ServerFault.SUSPEND)
                .count();
    }

    private SqlState[] declared() {
        List<SqlState> states = new ArrayList<>();
        fault.answers().values().forEach(answers -> answers.forEach(answer -> states.add(answer.state())));
        if (fault.reach() != Reach.SESSION) {
            states.add(FaultRules.RESOLUTION_UNKNOWN);
        }
        return states.toArray(SqlState[]::new);
    }

    @Override
    public Card card() {
        return card;
    }

    @Override
    public Optional<Verdict.Reason> notApplicable(PostgresServer server) {
        if (fault.reach() == Reach.OWN_SERVER && !server.ours()) {
            return Optional.of(new Verdict.Reason(
                    "not-ours", "It crashes, stops or fills a server. Leave out --target to have an embedded one."));
        }
        if (fault == ServerFault.SUSPEND && !System.getProperty("os.name").equals("Linux")) {
            return Optional.of(new Verdict.Reason("no-proc", "A server can be suspended only on Linux."));
        }
        boolean unknown = fault == ServerFault.TRANSACTION_TIMEOUT && server.majorVersion() < TRANSACTION_TIMEOUT_SINCE;
        return unknown
                ? Optional.of(new Verdict.Reason("too-old", "transaction_timeout came with PostgreSQL 17."))
                : Optional.empty();
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> steps(phases.get(round % phases.size()), session));
    }

    private List<Step> steps(FaultPhase phase, int session) {
        if (session == 0) {
            return List.of(Step.of(FaultTrial.STRIKE, fault.id(), phase.name()));
        }
        List<Step> steps = new ArrayList<>();
        if (FaultTrial.victim(session)) {
            if (phase != FaultPhase.CONNECTING) {
                steps.add(step(FaultTrial.BEFORE, session, 0));
            }
            steps.add(step(FaultTrial.STRUCK, session, 1));
        } else if (phase.compareTo(FaultPhase.IDLE) > 0) {
            steps.add(step(FaultTrial.BEFORE, session, 0));
            steps.add(step(FaultTrial.DURING, session, 1));
            steps.add(step(FaultTrial.MEANWHILE, session, 2));
            steps.add(step(FaultTrial.LEAVE, session, 3));
        }
        steps.add(step(FaultTrial.AGAIN, session, 4));
        return steps;
    }

    private static Step step(String operation, int session, int number) {
        return Step.of(operation, "s" + session + "-" + number);
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new FaultTrial(stage, fault, phases, client);
    }
}
