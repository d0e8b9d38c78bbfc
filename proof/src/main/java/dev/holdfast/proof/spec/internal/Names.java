package dev.holdfast.proof.spec.internal;

import static java.util.stream.Collectors.toSet;

import dev.holdfast.core.Problems;
import dev.holdfast.proof.spec.Spec;
import dev.holdfast.proof.spec.internal.Grammar.NamedBlocker;
import dev.holdfast.proof.spec.internal.Grammar.NamedTurn;
import dev.holdfast.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the names of a file stand for. Collects what is wrong with them. */
final class Names {
    /** A name that differs in more letters is not what somebody meant. */
    private static final int ALIKE = 3;

    private final Source source;
    private final Problems problems = new Problems();
    private final Map<Bytes, Spec.Step> steps = new LinkedHashMap<>();
    private final Set<Bytes> invariants = new HashSet<>();
    private final Set<Bytes> used = new HashSet<>();

    Names(Source source) {
        this.source = source;
    }

    void known(Spec.Step step) {
        steps.put(step.name(), step);
    }

    void addStep(Token name, Spec.Step step) {
        if (steps.putIfAbsent(step.name(), step) != null) {
            problem(name, "duplicate step name: " + name.text(), "", "All steps of all sessions need different names.");
        }
    }

    void addInvariant(Token name) {
        if (!invariants.add(name.text())) {
            problem(name, "duplicate invariant name: " + name.text(), "", "Invariants need different names.");
        }
    }

    /** Looks up all names of a permutation. Where one is wrong, what is returned has gaps. */
    Spec.Permutation link(List<NamedTurn> turns) {
        Set<Bytes> here = turns.stream().map(turn -> turn.step().text()).collect(toSet());
        used.addAll(here);
        List<Spec.Turn> linked = new ArrayList<>();
        for (NamedTurn turn : turns) {
            Spec.Step step = steps.get(turn.step().text());
            if (step == null) {
                undefined(turn.step());
            }
            List<Spec.Blocker> blockers = new ArrayList<>();
            turn.blockers().forEach(b -> blocker(turn, b, step, here).ifPresent(blockers::add));
            if (step != null) {
                linked.add(new Spec.Turn(step, blockers));
            }
        }
        return new Spec.Permutation(linked);
    }

    private void undefined(Token name) {
        problem(
                name,
                "undefined step \"" + name.text() + "\" specified in permutation",
                "",
                nearest(name, steps.keySet()));
    }

    private Optional<Spec.Blocker> blocker(
            NamedTurn turn, NamedBlocker blocker, Spec.@Nullable Step waiting, Set<Bytes> here) {
        Token name = blocker.step();
        if (name == null) {
            return Optional.of(new Spec.Blocker.Once());
        }
        if (!here.contains(name.text())) {
            undefinedBlocker(turn, name, here);
            return Optional.empty();
        }
        Spec.Step step = steps.get(name.text());
        if (step == null) {
            return Optional.empty();
        }
        if (waiting != null && step.session() == waiting.session()) {
            ownSession(turn, name);
        }
        Integer notices = blocker.notices();
        return Optional.of(
                notices == null ? new Spec.Blocker.OtherStep(step) : new Spec.Blocker.Notices(step, notices));
    }

    private void undefinedBlocker(NamedTurn turn, Token name, Set<Bytes> here) {
        problem(
                name,
                "undefined blocking step \"%s\" referenced in permutation step \"%s\""
                        .formatted(name.text(), turn.step().text()),
                steps.containsKey(name.text()) ? "There is such a step, but not in this permutation." : "",
                nearest(name, here));
    }

    private void ownSession(NamedTurn turn, Token name) {
        problem(
                name,
                "permutation step \"" + turn.step().text() + "\" cannot block on its own session",
                "\"" + name.text() + "\" belongs to the same session.",
                "Name a step of another session.");
    }

    private void problem(Token place, String what, String detail, String hint) {
        problems.add(source.refused(place.start(), what, detail, hint));
    }

    private static String nearest(Token name, Collection<Bytes> known) {
        String given = name.text().text();
        return known.stream()
                .map(Bytes::text)
                .filter(candidate -> Spelling.distance(given, candidate) <= ALIKE)
                .min(Comparator.<String>comparingInt(candidate -> Spelling.distance(given, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map(candidate -> "Did you mean \"" + candidate + "\"?")
                .orElse("The names are those of the steps above.");
    }

    void throwIfAny() {
        problems.throwIfAny();
    }

    /** Warnings as the reference writes them: in the order of bytes, which are unsigned. */
    List<Bytes> unused() {
        return steps.keySet().stream()
                .filter(name -> !used.contains(name))
                .map(Bytes::toArray)
                .sorted(Arrays::compareUnsigned)
                .map(Names::warning)
                .toList();
    }

    private static Bytes warning(byte[] name) {
        byte[] words = Bytes.of("unused step name: ").toArray();
        byte[] warning = Arrays.copyOf(words, words.length + name.length);
        System.arraycopy(name, 0, warning, words.length, name.length);
        return Bytes.of(warning);
    }
}
