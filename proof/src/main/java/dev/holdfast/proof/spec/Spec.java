package dev.holdfast.proof.spec;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.proof.spec.internal.Grammar;
import dev.holdfast.proof.spec.internal.Interleavings;
import dev.holdfast.wire.Bytes;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One {@code .spec} file, found to be sound. Immutable.
 *
 * @param name the file's, without {@code .spec}
 * @param setups run in order on the control connection before each permutation, each as one simple query
 * @param teardown run there after each
 * @param invariants checked after each, before the teardown, on a connection of their own
 * @param permutations those that the file lists; none means all interleavings of the sessions
 * @param warnings what is odd but not wrong, as the reference says it: {@code unused step name: s2b}
 */
public record Spec(
        String name,
        List<Bytes> setups,
        Optional<Bytes> teardown,
        List<Invariant> invariants,
        List<Session> sessions,
        List<Permutation> permutations,
        List<Bytes> warnings) {

    public Spec {
        setups = List.copyOf(setups);
        invariants = List.copyOf(invariants);
        sessions = List.copyOf(sessions);
        permutations = List.copyOf(permutations);
        warnings = List.copyOf(warnings);
    }

    /** One client. Its setup and teardown run around every permutation. */
    public record Session(Bytes name, Optional<Bytes> setup, List<Step> steps, Optional<Bytes> teardown) {
        public Session {
            steps = List.copyOf(steps);
        }
    }

    /** What one session does at once; {@code session} is the index of the session that it belongs to. */
    public record Step(int session, Bytes name, Bytes sql) {
        /** What a file may call a step without quotes. */
        private static final Pattern PLAIN_NAME = Pattern.compile(
                "(?!(?:notices|permutation|session|setup|step|teardown|invariant)$)[A-Za-z_][A-Za-z0-9_$]*");

        private String quoted() {
            String text = name.text();
            return PLAIN_NAME.matcher(text).matches() ? text : "\"" + text.replace("\"", "\"\"") + "\"";
        }
    }

    /** SQL whose rows are violations: no row, and it holds. */
    public record Invariant(Bytes name, Bytes sql) {}

    /** An order of steps. */
    public record Permutation(List<Turn> turns) {
        public Permutation {
            turns = List.copyOf(turns);
        }

        /** As in a file, so that {@link Spec#permutation} reads it again. */
        public String text() {
            return turns.stream().map(Turn::text).collect(Collectors.joining(" "));
        }
    }

    /** One step at its place in a permutation. */
    public record Turn(Step step, List<Blocker> blockers) {
        public Turn {
            blockers = List.copyOf(blockers);
        }

        private String text() {
            String after = blockers.stream().map(Turn::text).collect(Collectors.joining(", "));
            return step.quoted() + (after.isEmpty() ? "" : "(" + after + ")");
        }

        private static String text(Blocker blocker) {
            return switch (blocker) {
                case Blocker.Once once -> "*";
                case Blocker.OtherStep other -> other.step().quoted();
                case Blocker.Notices notices -> notices.step().quoted() + " notices " + notices.count();
            };
        }
    }

    /** What keeps a step from being reported as complete, beyond locks. */
    public sealed interface Blocker {
        /** {@code (*)}: it is reported as waiting first, always. */
        record Once() implements Blocker {}

        /** {@code (other)}: not before that step is complete. */
        record OtherStep(Step step) implements Blocker {}

        /** {@code (other notices n)}: not before that step's session got so many more notices. */
        record Notices(Step step, int count) implements Blocker {}
    }

    /**
     * Reads a file.
     *
     * @throws InvalidOption with every mistake that was found, each with line and column
     */
    public static Spec parse(String name, Bytes text) {
        return Grammar.file(name, text);
    }

    /** What is to be played: the permutations that the file lists, else all interleavings, in the reference's order. */
    public Stream<Permutation> all() {
        return permutations.isEmpty() ? new Interleavings(sessions).all() : permutations.stream();
    }

    /** How many {@link #all} has; nothing is enumerated. */
    public BigInteger count() {
        return permutations.isEmpty() ? new Interleavings(sessions).count() : BigInteger.valueOf(permutations.size());
    }

    /**
     * Draws {@code n} of {@link #all}, each choice as likely as any other; all if there are fewer. Nothing is enumerated.
     *
     * @return in the order of {@link #all}
     */
    public List<Permutation> sample(int n, long seed) {
        if (n < 1) {
            throw new InvalidOption("the sample is too small", n + " was given.", "Draw at least 1 permutation.");
        }
        Interleavings interleavings = new Interleavings(sessions);
        return Interleavings.draw(n, count(), seed).stream()
                .map(i -> permutations.isEmpty() ? interleavings.get(i) : permutations.get(i.intValueExact()))
                .toList();
    }

    /**
     * Reads one permutation of these steps, written as in a file: {@code s1a s2a(*) "s 1b"(s2a, s2a notices 3)}.
     *
     * @throws InvalidOption with every mistake that was found, each with line and column
     */
    public Permutation permutation(String text) {
        return Grammar.permutation(sessions, text);
    }
}
