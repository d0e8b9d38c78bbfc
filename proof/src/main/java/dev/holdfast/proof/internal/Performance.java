package dev.holdfast.proof.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Gate;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Progress;
import dev.holdfast.proof.ProofOptions;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Watcher;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A trial being played: stage, sessions, rounds, judgement, and tidying up. One thread plays; {@link #play} waits for it
 * until the wall-clock limit, then shows what every session was doing and ends the sessions' backends.
 */
final class Performance {
    private static final Duration GATE_PATIENCE = Duration.ofSeconds(2);

    /** They have to connect first. */
    private static final Duration GATE_PATIENCE_WITH_CONNECTING = Duration.ofSeconds(10);

    private static final Duration TICK = Duration.ofMillis(100);

    private final Scenario scenario;
    private final Plan plan;
    private final Form form;
    private final ProofOptions options;
    private final long seed;
    private final PostgresServer server;
    private final Collected findings;
    private final Clock clock;
    private final Watcher watcher;

    private final LongAdder operations = new LongAdder();
    private final AtomicLong observations = new AtomicLong();
    private volatile String phase = "setting up";

    /** The trial's own; none has this name before it is made. */
    private volatile String database = "";

    private volatile Cast cast = Cast.nobody();
    private volatile long lockWaits;
    private volatile long deadlocks;
    private volatile long playFrom;
    private final List<Event> all = Collections.synchronizedList(new ArrayList<>());
    private final LongAdder freeNanos = new LongAdder();
    private final Set<Integer> gated = ConcurrentHashMap.newKeySet();

    Performance(
            Scenario scenario,
            Plan plan,
            Form form,
            ProofOptions options,
            long seed,
            PostgresServer server,
            Collected findings,
            Clock clock,
            Watcher watcher) {
        this.scenario = scenario;
        this.plan = plan;
        this.form = form;
        this.options = options;
        this.seed = seed;
        this.server = server;
        this.findings = findings;
        this.clock = clock;
        this.watcher = watcher;
    }

    /** In the order in which the answers arrived. */
    List<Event> events() {
        return List.copyOf(all).stream()
                .sorted(Comparator.comparingLong(Event::completed))
                .toList();
    }

    long observations() {
        return observations.get();
    }

    long lockWaits() {
        return lockWaits;
    }

    long deadlocks() {
        return deadlocks;
    }

    /** The events of the rounds without a gate: those that say something about speed. */
    List<Event> free() {
        return events().stream().filter(event -> !gated.contains(event.round())).toList();
    }

    /** Operations per second in the rounds without a gate; 0 if there was none. */
    double ratePerSecond() {
        long nanos = freeNanos.sum();
        return nanos == 0 ? 0 : free().size() * 1e9 / nanos;
    }

    void play() {
        Thread player = Thread.ofPlatform().name("holdfast-trial").start(this::playGuarded);
        Duration limit = scenario.limit(form);
        try {
            while (!player.join(TICK)) {
                watcher.progress(progress());
                if (clock.nanos() > limit.toNanos()) {
                    giveUp(player, limit);
                    return;
                }
            }
        } catch (InterruptedException e) {
            findings.ended("interrupted", "the run was interrupted while " + phase);
            end(player);
            Thread.currentThread().interrupt();
        }
    }

    private Progress progress() {
        return new Progress(
                scenario.card(), phase, cast.size(), operations.sum(), Duration.ofNanos(clock.nanos()), form);
    }

    private void giveUp(Thread player, Duration limit) {
        String doing = Autopsy.of(player, cast, server, database);
        findings.ended("time-limit", "not done after %d s, while %s.\n%s".formatted(limit.toSeconds(), phase, doing));
        end(player);
    }

    /** Ends the sessions' backends, which wakes their threads, and then the player. */
    private void end(Thread player) {
        cast.interrupt();
        Autopsy.terminateSessions(server, database);
        player.interrupt();
        try {
            player.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void playGuarded() {
        try (TheStage stage = TheStage.on(server, scenario.card().id(), form, seed, options.route(), findings)) {
            database = stage.database().name();
            playOn(stage);
        } catch (InterruptedException e) {
            findings.unknown("interrupted", "the trial was interrupted while " + phase);
        } catch (Exception | Error e) {
            String state = SqlState.of(e).map(s -> " (SQLSTATE " + s + ")").orElse("");
            findings.unknown("trial-threw", "while %s: %s%s".formatted(phase, Autopsy.brief(e), state));
        }
    }

    private void playOn(TheStage stage) throws Exception {
        try (Trial trial = scenario.open(stage)) {
            phase = "connecting " + form.sessions() + " sessions";
            try (Cast sessions = Cast.connect(trial, form, clock, findings)) {
                cast = sessions;
                playRounds(stage, trial, sessions);
            }
            phase = "judging";
            if (!trial.bringsConnections()) {
                Backends.awaitGone(stage.oracle(), findings);
                deadlocks = Backends.deadlocks(stage.oracle());
            }
            trial.judge(new History(events()));
        }
    }

    private void playRounds(TheStage stage, Trial trial, Cast sessions) throws Exception {
        LockWatch watch = trial.bringsConnections()
                ? LockWatch.ofAll(stage.observer("watch"))
                : LockWatch.of(stage.observer("watch"), TheStage.sessionPrefix(), sessions.sessions());
        Connection gatekeeper = stage.observer("gate");
        playFrom = clock.nanos();
        try (Beside watching = Beside.start("lock watch", () -> watch(trial, watch), findings)) {
            for (int round = 0; another(round); round++) {
                phase = "round " + (round + 1) + " of " + Math.max(form.rounds(), round + 1);
                trial.prepare(round);
                all.addAll(playRound(trial, sessions, round, watch, gatekeeper, stage));
                trial.settle(round);
            }
            assert watching != null;
        } finally {
            lockWaits = watch.waits();
        }
    }

    /** Whoever brings connections may also restart the server; what the watch misses then is missed, not invented. */
    private void watch(Trial trial, LockWatch watch) throws SQLException {
        try {
            watch.watch();
        } catch (SQLException e) {
            boolean lost = SqlState.of(e).filter(SqlState::losesSession).isPresent();
            if (!lost || !trial.bringsConnections()) {
                throw e;
            }
            findings.fact("lock watch", "lost its connection after " + watch.waits() + " waits: " + e.getMessage());
        }
    }

    private boolean another(int round) {
        boolean planned = round < plan.rounds().size();
        boolean longer = plan.rounds().size() > 1 && !over();
        return (planned || longer) && !Thread.currentThread().isInterrupted();
    }

    private List<Event> playRound(
            Trial trial, Cast sessions, int round, LockWatch watch, Connection gatekeeper, TheStage stage)
            throws Exception {
        Optional<Gate> gate = trial.gate(round);
        long began = clock.nanos();
        try (Beside looking = Beside.start("oracle", () -> look(trial, stage.oracle(), round), findings)) {
            if (gate.isPresent()) {
                closeGate(gatekeeper, gate.get());
            }
            long before = watch.waits();
            Cast.Scene scene = sessions.start(round, session -> part(round, session), operations::increment);
            if (gate.isPresent()) {
                Duration patience = trial.bringsConnections() ? GATE_PATIENCE_WITH_CONNECTING : GATE_PATIENCE;
                watch.await(before, gate.get().waiters(), System.nanoTime() + patience.toNanos());
                gatekeeper.rollback();
            }
            assert looking != null;
            return scene.end(findings);
        } finally {
            if (gate.isPresent()) {
                gated.add(round);
            } else {
                freeNanos.add(clock.nanos() - began);
            }
        }
    }

    /**
     * What a session does in a round. With a duration, a scenario of one round is a load, whose sessions begin their steps
     * again until the time is over; one of several rounds plays further rounds.
     */
    private Part part(int round, int session) {
        List<Step> steps = plan.rounds().get(round % plan.rounds().size()).get(session);
        return plan.rounds().size() == 1 && options.duration().isPresent()
                ? Part.load(steps, playFrom + options.duration().get().toNanos())
                : Part.once(steps);
    }

    private boolean over() {
        return options.duration()
                .map(d -> clock.nanos() - playFrom >= d.toNanos())
                .orElse(true);
    }

    private static void closeGate(Connection gatekeeper, Gate gate) throws SQLException {
        gatekeeper.setAutoCommit(false);
        try (Statement lock = gatekeeper.createStatement()) {
            lock.execute(gate.lock());
        }
    }

    private void look(Trial trial, Connection oracle, int round) throws SQLException {
        while (trial.observe(oracle, round)) {
            observations.incrementAndGet();
            LockSupport.parkNanos(1_000_000);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    /** What the server says of a database's backends. */
    private static final class Backends {
        private static final Duration POOLED = Duration.ofMillis(200);
        private static final Duration LEAVING = Duration.ofSeconds(10);
        private static final String SESSIONS = " from pg_stat_activity where datname = current_database()"
                + " and application_name like '" + TheStage.sessionPrefix() + "%'";

        private Backends() {}

        /**
         * Sessions' statistics are complete only when their backends are gone. Those that a pooler keeps although their
         * clients left are ended; they are in the trial's own database.
         */
        static void awaitGone(Connection oracle, Findings findings) throws SQLException, InterruptedException {
            long began = System.nanoTime();
            for (long left = sessions(oracle); left > 0; left = sessions(oracle)) {
                long waited = System.nanoTime() - began;
                if (waited > LEAVING.toNanos()) {
                    findings.unknown(
                            "sessions-left",
                            "%d backends were there %d s after their sessions were closed, so that what they counted isn't known"
                                    .formatted(left, LEAVING.toSeconds()));
                    return;
                }
                if (waited > POOLED.toNanos()) {
                    number(oracle, "select count(pg_terminate_backend(pid))" + SESSIONS + " and state = 'idle'");
                }
                LockSupport.parkNanos(5_000_000);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }

        private static long sessions(Connection oracle) throws SQLException {
            return number(oracle, "select count(*)" + SESSIONS);
        }

        static long deadlocks(Connection oracle) throws SQLException {
            try (Statement forget = oracle.createStatement()) {
                forget.execute("select pg_stat_clear_snapshot()");
            }
            return number(oracle, "select deadlocks from pg_stat_database where datname = current_database()");
        }

        private static long number(Connection oracle, String query) throws SQLException {
            try (Statement statement = oracle.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
