package dev.holdfast.scenarios;

import static dev.holdfast.scenarios.FaultAnswer.CANCELED;
import static dev.holdfast.scenarios.FaultAnswer.FULL;
import static dev.holdfast.scenarios.FaultAnswer.LOST;
import static dev.holdfast.scenarios.FaultAnswer.NOT_NOW;
import static dev.holdfast.scenarios.FaultAnswer.NO_LOCK;
import static dev.holdfast.scenarios.FaultAnswer.PAUSED;
import static dev.holdfast.scenarios.FaultAnswer.REFUSED;
import static dev.holdfast.scenarios.FaultAnswer.TERMINATED;
import static dev.holdfast.scenarios.FaultAnswer.TOO_LONG;
import static dev.holdfast.scenarios.FaultAnswer.UNUSED;
import static dev.holdfast.scenarios.FaultPhase.ACTIVE;
import static dev.holdfast.scenarios.FaultPhase.CONNECTING;
import static dev.holdfast.scenarios.FaultPhase.IDLE;
import static dev.holdfast.scenarios.FaultPhase.IDLE_IN_TRANSACTION;
import static dev.holdfast.scenarios.FaultPhase.LOCK_WAIT;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What can go wrong on the server's side, as data: in which phases it is made to strike, what a client may then be told, and
 * what helps. A phase that stands here is played; where a fault makes no sense in a phase, that isn't there. For faults of the
 * whole server, the row {@link FaultPhase#CONNECTING} says what those are told who connect before it is over.
 */
public enum ServerFault {
    TERMINATE(
            Reach.SESSION,
            "somebody ends the session: pg_terminate_backend",
            "Repeat the transaction on a new connection. A pool that checks what it kept hides the idle case.",
            List.of(
                    row(IDLE, TERMINATED, LOST),
                    row(IDLE_IN_TRANSACTION, TERMINATED, LOST),
                    row(ACTIVE, TERMINATED),
                    row(LOCK_WAIT, TERMINATED))),
    CANCEL(
            Reach.SESSION,
            "somebody cancels the statement: pg_cancel_backend",
            "Roll back; the connection is good. Whoever cancelled it wanted it to end.",
            List.of(row(ACTIVE, CANCELED), row(LOCK_WAIT, CANCELED))),
    STATEMENT_TIMEOUT(
            Reach.SESSION,
            "a statement exceeds statement_timeout",
            "Roll back; the connection is good. The statement would take as long again.",
            List.of(row(ACTIVE, CANCELED), row(LOCK_WAIT, CANCELED))),
    LOCK_TIMEOUT(
            Reach.SESSION,
            "a statement waits for a lock longer than lock_timeout",
            "Roll back; the connection is good. Repeat when whoever holds the lock has had time.",
            List.of(row(LOCK_WAIT, NO_LOCK))),
    PAUSE_TIMEOUT(
            Reach.SESSION,
            "the client pauses in a transaction longer than idle_in_transaction_session_timeout",
            "Repeat on a new connection, without the pause: no calls to others inside of a transaction.",
            List.of(row(IDLE_IN_TRANSACTION, PAUSED, LOST))),
    TRANSACTION_TIMEOUT(
            Reach.SESSION,
            "a transaction exceeds transaction_timeout (PostgreSQL 17 and later)",
            "Take a new connection for the next transaction. This one would take as long again.",
            List.of(row(IDLE_IN_TRANSACTION, TOO_LONG, LOST), row(ACTIVE, TOO_LONG), row(LOCK_WAIT, TOO_LONG))),
    IDLE_SESSION_TIMEOUT(
            Reach.SESSION,
            "a kept connection exceeds idle_session_timeout",
            "Repeat on a new connection. Let the pool give up connections sooner than the server does.",
            List.of(row(IDLE, UNUSED, LOST))),
    CONNECTION_LIMIT(
            Reach.SERVER,
            "the role has as many sessions as it may: CONNECTION LIMIT",
            "Wait and repeat. Let all pools together ask for less than the limit.",
            List.of(row(CONNECTING, FULL))),
    READ_ONLY(
            Reach.SERVER,
            "new sessions are read-only: default_transaction_read_only, or a standby after a failover",
            "Repeat on a new connection. Those that were opened meanwhile stay read-only: a pool has to give them up.",
            List.of(row(CONNECTING, FaultAnswer.READ_ONLY))),
    SERVER_FULL(
            Reach.OWN_SERVER,
            "all slots of the server are taken: max_connections",
            "Wait and repeat. Let all pools together ask for less than there is.",
            List.of(row(CONNECTING, FULL))),
    KILL(
            Reach.OWN_SERVER,
            "a server process dies (SIGKILL): all sessions end, and the server recovers by itself",
            "Repeat on a new connection; wait while the server recovers.",
            List.of(
                    row(CONNECTING, NOT_NOW, LOST, REFUSED),
                    row(IDLE, LOST),
                    row(IDLE_IN_TRANSACTION, LOST),
                    row(ACTIVE, LOST),
                    row(LOCK_WAIT, LOST))),
    IMMEDIATE_SHUTDOWN(
            Reach.OWN_SERVER,
            "the server is shut down without a checkpoint, and started again",
            "Repeat on a new connection; wait until the server has recovered.",
            List.of(
                    row(CONNECTING, NOT_NOW, LOST, REFUSED),
                    row(IDLE, LOST),
                    row(IDLE_IN_TRANSACTION, LOST),
                    row(ACTIVE, LOST),
                    row(LOCK_WAIT, LOST))),
    RESTART(
            Reach.OWN_SERVER,
            "the server is shut down in order (fast), and started again",
            "Repeat on a new connection; wait until the server is back.",
            List.of(
                    row(CONNECTING, NOT_NOW, LOST, REFUSED, TERMINATED),
                    row(IDLE, TERMINATED, LOST),
                    row(IDLE_IN_TRANSACTION, TERMINATED, LOST),
                    row(ACTIVE, TERMINATED),
                    row(LOCK_WAIT, TERMINATED))),
    SUSPEND(
            Reach.OWN_SERVER,
            "the server stands still for a while (SIGSTOP, a paused machine), and goes on",
            "Without a socketTimeout the client hangs as long. With one: repeat on a new connection; the old session may"
                    + " hold its locks until the server notices.",
            List.of(
                    row(CONNECTING, REFUSED, LOST),
                    row(IDLE_IN_TRANSACTION, LOST),
                    row(ACTIVE, LOST),
                    row(LOCK_WAIT, LOST)));

    /** Whom a fault concerns. */
    public enum Reach {
        /** The sessions that it strikes; others must not notice. */
        SESSION,
        /** Everybody who connects; it takes nothing but SQL. */
        SERVER,
        /** Everybody, on a server that has to be ours. */
        OWN_SERVER
    }

    private record Row(FaultPhase phase, Set<FaultAnswer> answers) {}

    private static Row row(FaultPhase phase, FaultAnswer first, FaultAnswer... more) {
        return new Row(phase, Collections.unmodifiableSet(EnumSet.of(first, more)));
    }

    private final Reach reach;
    private final String cause;
    private final String remedy;

    @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor only
    private final Map<FaultPhase, Set<FaultAnswer>> answers = new EnumMap<>(FaultPhase.class);

    ServerFault(Reach reach, String cause, String remedy, List<Row> rows) {
        this.reach = reach;
        this.cause = cause;
        this.remedy = remedy;
        rows.forEach(row -> answers.put(row.phase(), row.answers()));
    }

    /** For example {@code lock-timeout}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Reach reach() {
        return reach;
    }

    /** What happens, as a clause. */
    public String cause() {
        return cause;
    }

    /** What helps, in sentences. */
    public String remedy() {
        return remedy;
    }

    /** What a client may be told, by the phase in which the fault struck it. */
    public Map<FaultPhase, Set<FaultAnswer>> answers() {
        return Collections.unmodifiableMap(answers);
    }

    /** The phases in which sessions are struck, in the order in which they are played. */
    public List<FaultPhase> phases() {
        return answers.keySet().stream()
                .filter(phase -> phase != CONNECTING || answers.size() == 1)
                .toList();
    }
}
