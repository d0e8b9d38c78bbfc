package dev.holdfast.proof.spec.internal;

import dev.holdfast.proof.spec.Spec;
import dev.holdfast.proof.spec.SpecResult;
import dev.holdfast.servers.Database;
import dev.holdfast.wire.Bytes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;

/**
 * Looks for the fewest steps after which an invariant is still violated: leaves out whole sessions, then single steps, and
 * plays what remains, as long as that makes it shorter. Every attempt has connections of its own, so that what one leaves
 * open doesn't reach the next. An attempt in which a step hangs, or anything fails, counts as no violation.
 */
final class Shrinking {
    private static final Duration LONGEST_STEP = Duration.ofSeconds(3);
    private static final int MOST_ATTEMPTS = 200;

    private final Spec spec;
    private final Database database;
    private final Map<String, String> startup;
    private final LongSupplier nanoTime;
    private int attempts;

    Shrinking(Spec spec, Database database, Map<String, String> startup, LongSupplier nanoTime) {
        this.spec = spec;
        this.database = database;
        this.startup = startup;
        this.nanoTime = nanoTime;
    }

    /** A violation with its steps and the rows that show it. */
    private record Found(Spec.Permutation permutation, Bytes rows) {}

    /** {@code permutations} violate {@code invariant}; {@code rows} is what it said after the first of them. */
    SpecResult.Broken smallest(Spec.Invariant invariant, List<Spec.Permutation> permutations, Bytes rows)
            throws InterruptedException {
        Found found = new Found(permutations.get(0), rows);
        for (int session = 0; session < spec.sessions().size(); session++) {
            int left = session;
            List<Spec.Turn> others = found.permutation().turns().stream()
                    .filter(turn -> turn.step().session() != left)
                    .toList();
            found = only(others, found, invariant).orElse(found);
        }
        Optional<Found> smaller = Optional.of(found);
        while (smaller.isPresent()) {
            found = smaller.get();
            smaller = oneLess(found, invariant);
        }
        return new SpecResult.Broken(invariant, permutations, found.permutation(), found.rows());
    }

    private Optional<Found> oneLess(Found found, Spec.Invariant invariant) throws InterruptedException {
        List<Spec.Turn> turns = found.permutation().turns();
        for (int i = turns.size() - 1; i >= 0; i--) {
            List<Spec.Turn> others = new ArrayList<>(turns);
            others.remove(i);
            Optional<Found> smaller = only(others, found, invariant);
            if (smaller.isPresent()) {
                return smaller;
            }
        }
        return Optional.empty();
    }

    /** What remains of {@code found}, if that is less than before and still violates. */
    private Optional<Found> only(List<Spec.Turn> kept, Found found, Spec.Invariant invariant)
            throws InterruptedException {
        boolean worthIt =
                !kept.isEmpty() && kept.size() < found.permutation().turns().size();
        if (!worthIt || ++attempts > MOST_ATTEMPTS) {
            return Optional.empty();
        }
        Spec.Permutation candidate = new Spec.Permutation(kept.stream()
                .map(turn -> new Spec.Turn(turn.step(), stillMeant(turn.blockers(), kept)))
                .toList());
        Map<Spec.Invariant, Bytes> broken = play(candidate);
        tearDown();
        return Optional.ofNullable(broken.get(invariant)).map(rows -> new Found(candidate, rows));
    }

    private static List<Spec.Blocker> stillMeant(List<Spec.Blocker> blockers, List<Spec.Turn> kept) {
        List<Spec.Blocker> meant = new ArrayList<>();
        for (Spec.Blocker blocker : blockers) {
            boolean there = switch (blocker) {
                case Spec.Blocker.Once once -> true;
                case Spec.Blocker.OtherStep other -> contains(kept, other.step());
                case Spec.Blocker.Notices notices -> contains(kept, notices.step());
            };
            if (there) {
                meant.add(blocker);
            }
        }
        return meant;
    }

    private static boolean contains(List<Spec.Turn> turns, Spec.Step step) {
        return turns.stream().anyMatch(turn -> turn.step().equals(step));
    }

    private Map<Spec.Invariant, Bytes> play(Spec.Permutation permutation) throws InterruptedException {
        Voice nobody = new Voice(Silence.INSTANCE);
        Patience patience = new Patience(LONGEST_STEP, nanoTime, what -> {
            throw new CancellationException(what + " hangs");
        });
        try (Company company = Company.open(spec, database, startup, nobody);
                Oracle oracle = Oracle.open(database, startup, LONGEST_STEP)) {
            return new Performance(spec, company, oracle, nobody, patience, act -> {}).playUntorn(permutation);
        } catch (SQLException | Stopped | CancellationException e) {
            return Map.of();
        }
    }

    /** When the attempt's sessions are gone, and with them their transactions. */
    private void tearDown() throws InterruptedException {
        if (spec.teardown().isEmpty()) {
            return;
        }
        try (Link link = Link.open(database, startup, notice -> {})) {
            link.run(Bytes.of("SET statement_timeout = '30s'"), () -> {});
            link.run(spec.teardown().get(), () -> {});
        } catch (SQLException | Stopped e) {
            attempts = MOST_ATTEMPTS; // the server doesn't take us any more: what was found so far is the result
        }
    }
}
