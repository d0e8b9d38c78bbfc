package dev.holdfast.scenarios.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Event;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Step;
import dev.holdfast.scenarios.FaultClient;
import dev.holdfast.scenarios.FaultPhase;
import dev.holdfast.scenarios.ServerFault;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories made by hand. Session 0 strikes, session 1 is its victim, session 2 stands by. */
class FaultRulesTest {
    private final SQLException terminated = new SQLException("terminating connection", "57P01");
    private final SQLException connectionLost = new SQLException("an I/O error occurred", "08006");

    private final Noted noted = new Noted();

    @Test
    void whatWasToldAndIsSoBreaksNothing() {
        judge(
                ServerFault.TERMINATE,
                List.of(
                        event(1, FaultTrial.STRUCK, Outcome.aborted(terminated)),
                        event(1, FaultTrial.AGAIN, Outcome.committed("appended"))),
                List.of(seen(1, FaultTrial.STRUCK, terminated)),
                Map.of("r0-s1-again", 1));
        assertThat(noted.invariants()).isEmpty();
    }

    @Test
    void aRowMustBeThereAsItsClientWasTold() {
        judge(
                ServerFault.TERMINATE,
                List.of(
                        event(1, FaultTrial.BEFORE, Outcome.committed("appended")),
                        event(1, FaultTrial.STRUCK, Outcome.aborted(terminated)),
                        event(2, FaultTrial.DURING, Outcome.committed("appended"))),
                List.of(),
                Map.of("r0-s1-struck", 1, "r0-s2-during", 2));
        assertThat(noted.invariants())
                .containsExactlyInAnyOrder(FaultRules.DURABLE, FaultRules.ABSENT, FaultRules.ONCE);
    }

    @Test
    void aLostAnswerIsSettledByTheRow() {
        Event lost = event(2, FaultTrial.DURING, Outcome.atCommit(connectionLost));
        judge(
                ServerFault.KILL,
                List.of(lost),
                List.of(seen(2, FaultTrial.DURING, connectionLost)),
                Map.of("r0-s2-during", 1));
        assertThat(noted.invariants()).isEmpty();
        assertThat(noted.settled).containsEntry(lost, true);
    }

    @Test
    void anotherErrorThanTheTableHasIsNotDeclared() {
        judge(ServerFault.TERMINATE, List.of(), List.of(seen(1, FaultTrial.STRUCK, connectionLost)), Map.of());
        assertThat(noted.invariants()).containsExactly(FaultRules.DECLARED);
    }

    @Test
    void whoStandsByIsNotDisturbedByWhatStrikesOthers() {
        judge(ServerFault.TERMINATE, List.of(), List.of(seen(2, FaultTrial.DURING, terminated)), Map.of());
        assertThat(noted.invariants()).containsExactly(FaultRules.UNDISTURBED);
    }

    @Test
    void aClientThatIsRefusedWhenAllIsOverIsNotUsable() {
        judge(
                ServerFault.KILL,
                List.of(event(1, FaultTrial.AGAIN, Outcome.aborted(connectionLost))),
                List.of(),
                Map.of());
        assertThat(noted.invariants()).containsExactly(FaultRules.USABLE);
    }

    private void judge(ServerFault fault, List<Event> events, List<FaultSeen> seen, Map<String, Integer> rows) {
        new FaultRules(fault, FaultClient.plain(), round -> FaultPhase.ACTIVE, seen, noted)
                .judge(new History(events), rows);
    }

    private static Event event(int session, String operation, Outcome outcome) {
        return new Event(session, 0, Step.of(operation, "s" + session + "-" + operation), 0, 0, 1, outcome);
    }

    private static FaultSeen seen(int session, String operation, SQLException error) {
        return FaultSeen.of(0, FaultPhase.ACTIVE, session, operation, true, error);
    }
}
