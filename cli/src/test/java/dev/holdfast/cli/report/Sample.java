package dev.holdfast.cli.report;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Exposure;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Latency;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.SaboteurResult;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Second;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Violation;
import dev.holdfast.proof.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A run made by hand, with all four verdicts, a saboteur that is caught and one that survives. */
public final class Sample {
    public static final Instant STARTED = Instant.parse("2026-11-21T12:00:00Z");

    private Sample() {}

    public static Card card(String id) {
        return Card.of(id)
                .claim("No more coupons are claimed than there are, and each is acknowledged exactly once.")
                .source("seed 002, stress/flash_sale_test.go")
                .tags("coupons", "quick")
                .invariant("no-oversell", "claims never exceed the coupon's amount")
                .invariant(
                        "acknowledged-is-stored", "every acknowledged claim is a row, and every row was acknowledged")
                .witness(Witness.lockWaits(40))
                .witness(Witness.observations(5))
                .declares(SqlState.SERIALIZATION_FAILURE, SqlState.UNIQUE_VIOLATION)
                .forms(form(), new Form(500, 20, 4, Duration.ofSeconds(60)));
    }

    private static Form form() {
        return new Form(50, 10, 2, Duration.ofSeconds(3));
    }

    /** A violation's smallest witness: two sessions that both were told that they have the last coupon. */
    public static Violation oversold() {
        return new Violation(
                "no-oversell",
                "Session 3 and session 7 were both told \"claimed\" for coupon-0, of which one was left: the oracle read"
                        + " remaining = 1 before either began, and 2 claims after both.",
                List.of(
                        event(3, 1_204_000, 4_310_000, Outcome.committed("claimed")),
                        event(7, 1_377_000, 4_902_000, Outcome.committed("claimed"))));
    }

    public static Event event(int session, long invoked, long completed, Outcome outcome) {
        return new Event(
                session, 0, Step.of("claim", "user-" + session, "coupon-0"), invoked, invoked, completed, outcome);
    }

    public static Result result(String id, Verdict verdict) {
        return result(id, 0, verdict, 1);
    }

    /** A result of {@code seconds} seconds with 1000 operations in the first, 1100 in the next, and so on. */
    public static Result result(String id, int iteration, Verdict verdict, int seconds) {
        List<Second> perSecond = new ArrayList<>();
        long operations = 0;
        for (int second = 0; second < seconds; second++) {
            long answered = 1_000 + 100L * second;
            operations += answered;
            perSecond.add(new Second(STARTED.plusSeconds(second), answered, latency()));
        }
        return new Result(
                card(id),
                iteration,
                4_711 + iteration,
                form(),
                "holdfast-plan 1\nscenario %s\nseed %d\n0 0 claim user-0 coupon-0\n".formatted(id, 4_711 + iteration),
                verdict,
                operations,
                operations - 400,
                398,
                new Result.Resolved(1, 1, 0),
                new TreeMap<>(Map.of(SqlState.UNIQUE_VIOLATION, 397L, SqlState.DEADLOCK_DETECTED, 1L)),
                operations / (double) seconds,
                latency(),
                1,
                new TreeMap<>(Map.of(Witness.LOCK_WAITS, 512L, Witness.OBSERVATIONS, 37L, Witness.OVERLAPS, 990L)),
                new Exposure(operations, 512, 990, 37),
                new TreeMap<>(Map.of("remaining <script>alert(1)</script>", "0 & \"none\"", "claims", "600")),
                perSecond,
                STARTED,
                Duration.ofMillis(seconds * 1_000L + 240));
    }

    public static Latency latency() {
        return new Latency(
                812.4,
                640,
                2_100,
                4_800,
                9_900,
                List.of(
                        new Latency.Point(0, 120),
                        new Latency.Point(50, 640),
                        new Latency.Point(75, 980),
                        new Latency.Point(90, 1_700),
                        new Latency.Point(95, 2_100),
                        new Latency.Point(99, 4_800),
                        new Latency.Point(99.9, 8_700),
                        new Latency.Point(100, 9_900)));
    }

    public static Result notApplicable(String id) {
        Verdict.Reason reason = new Verdict.Reason(
                "pgbouncer-missing", "PgBouncer is not installed. Debian, Ubuntu: apt-get install pgbouncer");
        return new Result(
                card(id),
                0,
                4_711,
                form(),
                "",
                new Verdict.NotApplicable(reason),
                0,
                0,
                0,
                new Result.Resolved(0, 0, 0),
                new TreeMap<>(),
                0,
                Latency.none(),
                0,
                new TreeMap<>(),
                new Exposure(0, 0, 0, 0),
                new TreeMap<>(),
                List.of(),
                STARTED,
                Duration.ZERO);
    }

    public static Result holds(String id) {
        return result(id, new Verdict.Holds());
    }

    public static Result violated(String id) {
        Violation unseen =
                new Violation("acknowledged-is-stored", "601 claims were acknowledged, 600 rows are there.", List.of());
        return result(id, new Verdict.Violated(List.of(unseen, oversold())));
    }

    public static Result unknown(String id) {
        return result(
                id,
                new Verdict.Unknown(
                        new Verdict.Reason(
                                "witness-below-minimum",
                                "lock_waits: 3 seen, at least 40 needed (operations seen waiting for another session's lock)")));
    }

    public static SaboteurResult caught(String scenario) {
        return saboteur("no-row-lock", scenario, violated(scenario), true);
    }

    public static SaboteurResult survived(String scenario) {
        return saboteur("no-unique-constraint", scenario, holds(scenario), false);
    }

    private static SaboteurResult saboteur(String id, String scenario, Result last, boolean caught) {
        Saboteur saboteur = new Saboteur(
                id,
                scenario,
                "SELECT without FOR UPDATE before the UPDATE",
                "no-oversell",
                Set.of(),
                3,
                twin(scenario));
        return new SaboteurResult(saboteur, caught, caught ? 1 : 3, last);
    }

    private static Scenario twin(String id) {
        return new Scenario() {
            @Override
            public Card card() {
                return Sample.card(id);
            }

            @Override
            public Plan plan(Form form, RandomGenerator random) {
                return new Plan(List.of());
            }

            @Override
            public Trial open(Stage stage) {
                throw new UnsupportedOperationException();
            }
        };
    }

    /** All four verdicts. */
    public static Run mixed() {
        return run(
                new Entry(holds("flash-sale-5-of-50"), List.of(caught("flash-sale-5-of-50"))),
                new Entry(
                        result("stampede-1-of-100", 0, new Verdict.Holds(), 40),
                        List.of(),
                        List.of(new Mark(STARTED.plusMillis(12_400), "server suspended"))),
                new Entry(violated("last-stock"), List.of()),
                new Entry(unknown("torn-read"), List.of(caught("torn-read"), survived("torn-read"))),
                new Entry(notApplicable("pooler-leaks-set"), List.of()));
    }

    public static Run run(Entry... entries) {
        return run(false, false, entries);
    }

    public static Run run(boolean askedByName, boolean interrupted, Entry... entries) {
        SortedMap<String, String> options = new TreeMap<>(Map.of(
                "saboteurs",
                "true",
                "sessions",
                "50",
                "target",
                "jdbc:postgresql://db:5432/app?user=app&password=hunter2"));
        return new Run(
                "0.1.0",
                42,
                options,
                new Run.Server(
                        "18.1",
                        new TreeMap<>(Map.of("fsync", "off", "synchronous_commit", "on")),
                        "Commits survive a killed process, not a power loss (fsync=off, synchronous_commit=on)."),
                "none",
                "pgjdbc 42.7.14",
                new Run.Machine(2, "Linux 6.1", "25.0.1"),
                STARTED,
                Duration.ofSeconds(92),
                List.of(entries),
                askedByName,
                interrupted,
                "./holdfast prove --seed 42 --saboteurs --target postgresql://app:hunter2@db/app",
                "./holdfast replay holdfast-out");
    }
}
