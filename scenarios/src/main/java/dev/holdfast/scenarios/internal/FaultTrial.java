package dev.holdfast.scenarios.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.SqlState;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.scenarios.FaultClient;
import dev.holdfast.scenarios.FaultPhase;
import dev.holdfast.scenarios.ServerFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One trial of a fault: session 0 is the hand that strikes, odd sessions are its victims, even ones stand by. */
public final class FaultTrial implements Trial {
    /** The operations. */
    public static final String STRIKE = "strike";

    public static final String BEFORE = "before";
    public static final String STRUCK = "struck";
    public static final String DURING = "during";
    public static final String MEANWHILE = "meanwhile";
    public static final String LEAVE = "meanwhile-and-leave";
    public static final String AGAIN = "again";

    /** The answer of a transaction. */
    static final String APPENDED = "appended";

    /** As many kept connections may be dead as a usual pool has, twice. */
    private static final int TRIES = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Stage stage;
    private final ServerFault fault;
    private final List<FaultPhase> phases;
    private final FaultClient client;
    private final FaultGround ground;
    private final Queue<FaultSeen> seen = new ConcurrentLinkedQueue<>();

    /** Made before a round's sessions start. */
    private volatile @Nullable Round current;

    private record Round(
            int number,
            FaultPhase phase,
            FaultMoment moment,
            DataSource source,
            FaultHand hand,
            Optional<Connection> gate) {}

    public FaultTrial(Stage stage, ServerFault fault, List<FaultPhase> phases, FaultClient client) throws SQLException {
        this.stage = stage;
        this.fault = fault;
        this.phases = phases;
        this.client = client;
        this.ground =
                fault.reach() == ServerFault.Reach.OWN_SERVER ? FaultGround.own(stage) : FaultGround.shared(stage);
    }

    /** Whether a session is struck in every round. */
    public static boolean victim(int session) {
        return session % 2 == 1;
    }

    /** The engine's own; the subject has others. */
    @Override
    public Connection connect(int session) throws SQLException {
        return stage.connect(session);
    }

    @Override
    public void prepare(int round) throws SQLException {
        FaultPhase phase = phase(round);
        Optional<Connection> gate = phase == FaultPhase.LOCK_WAIT ? Optional.of(closedGate()) : Optional.empty();
        FaultHand hand = new FaultHand(fault, phase, ground);
        int sessions = stage.form().sessions();
        int victims = sessions / 2;
        int onlookers = phase.compareTo(FaultPhase.IDLE) > 0 ? sessions - 1 - victims : 0;
        FaultMoment moment = new FaultMoment(victims, onlookers);
        current = new Round(round, phase, moment, client.open(ground.target()), hand, gate);
    }

    private FaultPhase phase(int round) {
        return phases.get(round % phases.size());
    }

    private Connection closedGate() throws SQLException {
        Connection gate = ground.connect();
        gate.setAutoCommit(false);
        Sql.number(gate, "select n from fault_gate for update");
        return gate;
    }

    private Round current() {
        return Objects.requireNonNull(current, "a round is prepared before it is played");
    }

    @Override
    public Outcome perform(Session session, Step step) throws SQLException {
        Round round = current();
        String key = "r" + round.number() + "-" + step.argument(0);
        return switch (step.operation()) {
            case STRIKE -> strike(round);
            case BEFORE -> before(round, session, key);
            case STRUCK -> struck(round, session, key);
            case DURING -> {
                round.moment().awaitStriking();
                yield append(round, session, DURING, key);
            }
            case MEANWHILE -> {
                round.moment().awaitStruck();
                yield append(round, session, MEANWHILE, key);
            }
            case LEAVE -> {
                Outcome outcome = append(round, session, LEAVE, key);
                round.moment().leave();
                yield outcome;
            }
            default -> again(round, session, key);
        };
    }

    private Outcome strike(Round round) throws SQLException {
        FaultMoment moment = round.moment();
        try {
            Set<Long> backends = round.phase() == FaultPhase.CONNECTING ? Set.of() : moment.awaitArrivals();
            if (!round.hand().aims(backends)) {
                stage.findings()
                        .unknown("missed", "nobody was seen " + round.phase().words() + " in round " + round.number());
            }
            moment.beginStriking();
            round.hand().strike(backends);
            long struck = round.hand().struck(backends);
            stage.findings().witnessed(FaultRules.STRUCK_SEEN, struck);
            moment.haveStruck();
            round.hand()
                    .refusal()
                    .ifPresent(error ->
                            seen.add(FaultSeen.of(round.number(), FaultPhase.CONNECTING, 0, STRIKE, true, error)));
            moment.awaitLeavers(round.hand().lasts());
            round.hand().heal();
            moment.awaitLeavers(moment.end().remaining());
            return Outcome.committed("struck " + struck + " " + round.phase().words());
        } finally {
            moment.finish();
        }
    }

    private Outcome before(Round round, Session session, String key) throws SQLException {
        FaultAppend append = FaultAppend.before(key, errors(round, session, BEFORE), fault);
        Outcome outcome = append(round, session, BEFORE, append);
        if (round.phase() == FaultPhase.IDLE && victim(session.number())) {
            round.moment().arrive(session.number(), append.backend());
        }
        return outcome;
    }

    private Outcome struck(Round round, Session session, String key) throws SQLException {
        try {
            if (round.phase() == FaultPhase.IDLE || round.phase() == FaultPhase.CONNECTING) {
                round.moment().awaitStruck();
            }
            FaultAppend append = FaultAppend.victim(
                    key, errors(round, session, STRUCK), fault, round.phase(), session.number(), round.moment());
            return append(round, session, STRUCK, append);
        } finally {
            round.moment().leave(session.number());
        }
    }

    /** Until it is committed, or nobody knows; each kept connection that died may cost an error. */
    private Outcome again(Round round, Session session, String key) throws SQLException {
        round.moment().awaitOver();
        Outcome outcome = Outcome.refused("not tried");
        for (int attempt = 0; attempt < TRIES && outcome instanceof Outcome.Aborted; attempt++) {
            outcome = append(round, session, AGAIN, key);
        }
        return outcome;
    }

    private Consumer<SQLException> errors(Round round, Session session, String stageOf) {
        return error -> seen.add(FaultSeen.of(round.number(), round.phase(), session.number(), stageOf, true, error));
    }

    private Outcome append(Round round, Session session, String stageOf, String key) {
        return append(round, session, stageOf, FaultAppend.plain(key, errors(round, session, stageOf)));
    }

    private Outcome append(Round round, Session session, String stageOf, FaultAppend append) {
        try {
            client.inTransaction(round.source(), append);
            return Outcome.committed(APPENDED);
        } catch (SQLException e) {
            return failed(round, session, stageOf, append, e);
        } catch (RuntimeException e) {
            return failed(round, session, stageOf, append, translatedBack(e));
        }
    }

    private static SQLException translatedBack(RuntimeException e) {
        return new SQLException(e.toString(), SqlState.of(e).map(SqlState::code).orElse(""), e);
    }

    private Outcome failed(Round round, Session session, String stageOf, FaultAppend append, SQLException e) {
        seen.add(FaultSeen.of(round.number(), round.phase(), session.number(), stageOf, false, e));
        return append.done() ? Outcome.atCommit(e) : Outcome.aborted(e);
    }

    /** Nothing of the round may go on: what commits later would be judged too early. */
    @Override
    public void settle(int number) throws SQLException {
        Round round = current();
        round.gate().ifPresent(FaultTrial::closeQuietly);
        closeQuietly(round.hand());
        if (round.source() instanceof AutoCloseable closeable) {
            closeQuietly(closeable);
        }
        ground.clear(Deadline.in(PATIENCE));
    }

    /** What struck the subject has struck these too. */
    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            assert e != null;
        }
    }

    @Override
    public void judge(History history) throws SQLException {
        new FaultRules(fault, client, this::phase, List.copyOf(seen), stage.findings()).judge(history, ground.rows());
    }
}
