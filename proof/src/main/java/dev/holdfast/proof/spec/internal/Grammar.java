package dev.holdfast.proof.spec.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.proof.spec.Spec;
import dev.holdfast.proof.spec.internal.Token.Kind;
import dev.holdfast.wire.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file, or one permutation, from its words. Each instance reads once. */
public final class Grammar {
    private final Source source;
    private final Tokens tokens;
    private final Names names;

    /** The next word. */
    private Token token;

    /** What could stand in its place. */
    private final Set<Kind> expected = EnumSet.noneOf(Kind.class);

    private Grammar(Source source) {
        this.source = source;
        this.tokens = new Tokens(source);
        this.names = new Names(source);
        this.token = tokens.next();
    }

    /** Reads a whole file. */
    public static Spec file(String name, Bytes text) {
        return new Grammar(new Source(name + ".spec", text)).file(name);
    }

    /** Reads one permutation of the steps of {@code sessions}, without the word before it. */
    public static Spec.Permutation permutation(List<Spec.Session> sessions, String text) {
        return new Grammar(new Source("permutation", Bytes.of(text))).permutation(sessions);
    }

    private Spec.Permutation permutation(List<Spec.Session> sessions) {
        sessions.forEach(session -> session.steps().forEach(names::known));
        Spec.Permutation permutation = names.link(turns());
        expect(Kind.END);
        names.throwIfAny();
        return permutation;
    }

    private Spec file(String name) {
        List<Bytes> setups = new ArrayList<>();
        while (take(Kind.SETUP)) {
            setups.add(block());
        }
        Optional<Bytes> teardown = blockAfter(Kind.TEARDOWN);
        List<Spec.Invariant> invariants = new ArrayList<>(invariants());
        List<Spec.Session> sessions = sessions();
        invariants.addAll(invariants());
        List<Spec.Permutation> permutations = new ArrayList<>();
        while (take(Kind.PERMUTATION)) {
            permutations.add(names.link(turns()));
        }
        expect(Kind.END);
        names.throwIfAny();
        List<Bytes> warnings = permutations.isEmpty() ? List.of() : names.unused();
        return new Spec(name, setups, teardown, invariants, sessions, permutations, warnings);
    }

    private List<Spec.Invariant> invariants() {
        List<Spec.Invariant> invariants = new ArrayList<>();
        while (take(Kind.INVARIANT)) {
            Token name = name();
            names.addInvariant(name);
            invariants.add(new Spec.Invariant(name.text(), block()));
        }
        return invariants;
    }

    private List<Spec.Session> sessions() {
        List<Spec.Session> sessions = new ArrayList<>();
        expect(Kind.SESSION);
        do {
            Token name = name();
            Optional<Bytes> setup = blockAfter(Kind.SETUP);
            List<Spec.Step> steps = steps(sessions.size());
            sessions.add(new Spec.Session(name.text(), setup, steps, blockAfter(Kind.TEARDOWN)));
        } while (take(Kind.SESSION));
        return sessions;
    }

    private List<Spec.Step> steps(int session) {
        List<Spec.Step> steps = new ArrayList<>();
        expect(Kind.STEP);
        do {
            Token name = name();
            Spec.Step step = new Spec.Step(session, name.text(), block());
            names.addStep(name, step);
            steps.add(step);
        } while (take(Kind.STEP));
        return steps;
    }

    private List<NamedTurn> turns() {
        List<NamedTurn> turns = new ArrayList<>();
        do {
            turns.add(new NamedTurn(name(), take(Kind.OPEN) ? blockers() : List.of()));
        } while (atName());
        return turns;
    }

    private List<NamedBlocker> blockers() {
        List<NamedBlocker> blockers = new ArrayList<>();
        do {
            blockers.add(blocker());
        } while (take(Kind.COMMA));
        expect(Kind.CLOSE);
        return blockers;
    }

    private NamedBlocker blocker() {
        if (take(Kind.STAR)) {
            return new NamedBlocker(null, null);
        }
        Token step = name();
        return new NamedBlocker(step, take(Kind.NOTICES) ? count() : null);
    }

    /** The reference lets a number overflow. */
    private int count() {
        Token number = token;
        expect(Kind.NUMBER);
        BigInteger count = new BigInteger(number.text().text());
        if (count.bitLength() >= Integer.SIZE) {
            throw source.refused(
                    number.start(),
                    "number out of range",
                    "Found " + count + ".",
                    "At most " + Integer.MAX_VALUE + " notices.");
        }
        return count.intValue();
    }

    private Optional<Bytes> blockAfter(Kind word) {
        return take(word) ? Optional.of(block()) : Optional.empty();
    }

    private Bytes block() {
        Bytes sql = token.text();
        expect(Kind.BLOCK);
        return sql;
    }

    private Token name() {
        Token name = token;
        if (!atName()) {
            throw unexpected();
        }
        advance();
        return name;
    }

    private boolean atName() {
        expected.add(Kind.NAME);
        return token.isName();
    }

    private void expect(Kind kind) {
        if (!take(kind)) {
            throw unexpected();
        }
    }

    private boolean take(Kind kind) {
        expected.add(kind);
        if (token.kind() != kind) {
            return false;
        }
        advance();
        return true;
    }

    private void advance() {
        expected.clear();
        token = tokens.next();
    }

    private InvalidOption unexpected() {
        List<String> all = expected.stream().map(Kind::toString).toList();
        int last = all.size() - 1;
        String choice = last == 0 ? all.get(0) : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
        return source.refused(
                token.start(), "syntax error", "Found " + token.found() + ".", "Expected " + choice + ".");
    }

    /** A turn whose names aren't looked up yet. */
    record NamedTurn(Token step, List<NamedBlocker> blockers) {}

    /** A blocker as it is written: without a step it is {@code *}. */
    record NamedBlocker(@Nullable Token step, @Nullable Integer notices) {}
}
