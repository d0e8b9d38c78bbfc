package dev.holdfast.junit.internal;

import dev.holdfast.junit.Sessions;
import dev.holdfast.proof.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What a test said of its race. Immutable.
 *
 * @param source from which sessions borrow
 * @param race which of the test's races it is, from 0
 * @param refusals exceptions by which the work may refuse
 * @param always invariants that are looked at meanwhile, too
 */
record RaceRules(
        Sessions.Work work,
        DataSource source,
        TestSeed seed,
        int race,
        Duration limit,
        Optional<Gate> gate,
        List<Class<? extends Exception>> refusals,
        List<SqlInvariant> always,
        List<SqlInvariant> atTheEnd,
        List<HistoryInvariant> histories) {
    RaceRules {
        refusals = List.copyOf(refusals);
        always = List.copyOf(always);
        atTheEnd = List.copyOf(atTheEnd);
        histories = List.copyOf(histories);
    }
}
