package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CoreTest {
    @Test
    void secretPrintsAMaskAndLendsAWipedCopy() {
        Secret secret = Secret.of("tr0ub4dor");
        AtomicReference<char[]> leaked = new AtomicReference<>();
        int length = secret.use(characters -> {
            leaked.set(characters);
            return characters.length;
        });
        assertThat(length).isEqualTo(9);
        assertThat(leaked.get()).containsOnly('\0');
        assertThat(secret.toString()).doesNotContain("tr0ub4dor");
        assertThat(secret.<String>use(String::new)).isEqualTo("tr0ub4dor");
    }

    @Test
    void closedSecretRefusesUse() {
        char[] mine = {'a', 'b'};
        Secret secret = Secret.of(mine);
        secret.close();
        secret.close();
        assertThat(mine).containsExactly('a', 'b');
        assertThatThrownBy(() -> secret.use(String::new)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sqlStateIsFoundInTheChainOfCauses() {
        Exception wrapped = new IllegalStateException(new SQLException("boom", "40P01"));
        assertThat(SqlState.of(wrapped)).contains(SqlState.DEADLOCK_DETECTED);
        assertThat(SqlState.of(new SQLException("no state"))).isEmpty();
        assertThat(SqlState.of(new SQLException("odd", "x"))).isEmpty();
        assertThat(SqlState.DEADLOCK_DETECTED.errorClass()).isEqualTo("40");
        assertThat(SqlState.DEADLOCK_DETECTED).hasToString("40P01").isLessThan(SqlState.LOCK_NOT_AVAILABLE);
        assertThatThrownBy(() -> new SqlState("40p01")).isInstanceOf(InvalidOption.class);
    }

    @Test
    void onlyALostSessionMakesACommitDoubtful() {
        assertThat(SqlState.CONNECTION_FAILURE.losesSession()).isTrue();
        assertThat(SqlState.ADMIN_SHUTDOWN.losesSession()).isTrue();
        assertThat(SqlState.PROTOCOL_VIOLATION.losesSession()).isFalse();
        assertThat(SqlState.QUERY_CANCELED.losesSession()).isFalse();
        assertThat(SqlState.UNIQUE_VIOLATION.losesSession()).isFalse();
    }

    @Test
    void deadlineNeverGoesNegative() {
        AtomicLong now = new AtomicLong(1_000);
        Deadline deadline = Deadline.in(Duration.ofNanos(50), now::get);
        assertThat(deadline.passed()).isFalse();
        assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(50));
        now.set(2_000);
        assertThat(deadline.passed()).isTrue();
        assertThat(deadline).hasToString("in PT0S");
        assertThat(Deadline.in(Duration.ofHours(1)).passed()).isFalse();
    }

    @Test
    void allProblemsAreReportedTogether() {
        Problems problems = new Problems();
        problems.throwIfAny();
        assertThat(problems.isEmpty()).isTrue();
        problems.add("sessions must be positive", "-3 was given.", "Write --sessions 20.");
        problems.add(new InvalidOption("seed is not a number", "", ""));
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOfSatisfying(
                        InvalidOption.class, e -> assertThat(e.problems()).hasSize(2))
                .hasMessageContaining("sessions must be positive\n  detail: -3 was given.\n  hint: Write")
                .hasMessageEndingWith("seed is not a number");
    }

    @Test
    void identifiersAreQuotedAndNulIsRefused() {
        assertThat(Identifiers.name("we\"ird")).isEqualTo("\"we\"\"ird\"");
        assertThat(Identifiers.literal("it's")).isEqualTo("'it''s'");
        assertThatThrownBy(() -> Identifiers.name("a\0b")).hasMessageContaining("08P01");
    }

    @Test
    void advisoryLockNamespacesDoNotCollide() {
        HashSet<Integer> seen = new HashSet<>();
        for (AdvisoryLocks lock : AdvisoryLocks.values()) {
            assertThat(seen.add(lock.namespace())).isTrue();
        }
    }
}
