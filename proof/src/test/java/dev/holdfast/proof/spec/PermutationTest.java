package dev.holdfast.proof.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.InvalidOption.Problem;
import dev.holdfast.proof.spec.Spec.Blocker;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PermutationTest {
    @Test
    void allInterleavingsComeInTheOrderOfTheReference() {
        assertThat(sessions(2, 2).all().map(PermutationTest::names))
                .containsExactly(
                        "a0 a1 b0 b1", "a0 b0 a1 b1", "a0 b0 b1 a1", "b0 a0 a1 b1", "b0 a0 b1 a1", "b0 b1 a0 a1");
        assertThat(sessions(3).all().map(PermutationTest::names)).containsExactly("a0 a1 a2");
        assertThat(sessions(1, 1, 1).all().map(PermutationTest::names))
                .containsExactly("a0 b0 c0", "a0 c0 b0", "b0 a0 c0", "b0 c0 a0", "c0 a0 b0", "c0 b0 a0");
    }

    /** The reference's way, written as it is described: always go on with the first session that can, deeper first. */
    @Test
    void everySmallShapeIsEnumeratedCountedAndNumberedAlike() {
        for (int[] shape : List.of(new int[] {1}, new int[] {1, 4}, new int[] {3, 2, 1}, new int[] {2, 2, 2, 2})) {
            Spec spec = sessions(shape);
            List<String> expected = new ArrayList<>();
            recurse(spec, new int[shape.length], new ArrayList<>(), expected);

            assertThat(spec.all().map(PermutationTest::names)).containsExactlyElementsOf(expected);
            assertThat(spec.count()).isEqualTo(expected.size());
            assertThat(spec.sample(Integer.MAX_VALUE, 1).stream().map(PermutationTest::names))
                    .containsExactlyElementsOf(expected);
            assertThat(spec.sample(expected.size(), 2)).hasSameSizeAs(expected);
        }
    }

    private static void recurse(Spec spec, int[] taken, List<String> path, List<String> found) {
        boolean ended = true;
        for (int s = 0; s < taken.length; s++) {
            List<Spec.Step> steps = spec.sessions().get(s).steps();
            if (taken[s] < steps.size()) {
                ended = false;
                path.add(steps.get(taken[s]++).name().text());
                recurse(spec, taken, path, found);
                taken[s]--;
                path.remove(path.size() - 1);
            }
        }
        if (ended) {
            found.add(String.join(" ", path));
        }
    }

    @Test
    void astronomicallyManyAreCountedStreamedAndDrawnWithoutBeingBuilt() {
        Spec spec = sessions(40, 40, 40);

        assertThat(spec.count()).isEqualTo(factorial(120).divide(factorial(40).pow(3)));
        assertThat(spec.all().limit(3)).hasSize(3);
        List<Spec.Permutation> drawn = spec.sample(50, 3);
        assertThat(drawn)
                .hasSize(50)
                .doesNotHaveDuplicates()
                .allSatisfy(p -> assertThat(p.turns()).hasSize(120));
        assertThat(spec.sample(50, 3)).isEqualTo(drawn);
        assertThat(spec.sample(50, 4)).isNotEqualTo(drawn);
    }

    private static BigInteger factorial(int n) {
        return IntStream.rangeClosed(1, n).mapToObj(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
    }

    @Test
    void samplesAreDistinctAndInOrder() {
        Spec spec = sessions(3, 2, 2);
        List<Spec.Permutation> all = spec.all().toList();

        for (int n = 1; n <= all.size(); n++) {
            List<Integer> places = spec.sample(n, n).stream().map(all::indexOf).toList();
            assertThat(places)
                    .hasSize(n)
                    .doesNotHaveDuplicates()
                    .isSorted()
                    .allSatisfy(i -> assertThat(i).isNotNegative());
        }
    }

    /** 6000 seeds, 2 of 6 each: every permutation is expected 2000 times, with a standard deviation of 37. */
    @Test
    void everyPermutationIsDrawnEquallyOften() {
        Spec spec = sessions(2, 2);
        Map<String, Integer> drawn = new TreeMap<>();
        Set<Set<String>> pairs = new HashSet<>();
        for (int seed = 0; seed < 6000; seed++) {
            List<String> names =
                    spec.sample(2, seed).stream().map(PermutationTest::names).toList();
            names.forEach(name -> drawn.merge(name, 1, Integer::sum));
            pairs.add(Set.copyOf(names));
        }

        assertThat(drawn).hasSize(6);
        assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(1800, 2200));
        assertThat(pairs).hasSize(15);
    }

    @Test
    void listedPermutationsAreAllThereAre() {
        Spec spec = SpecTest.parse("session s step a { } step b { } permutation b a permutation a permutation a b");

        assertThat(spec.count()).isEqualTo(3);
        assertThat(spec.all().map(PermutationTest::names)).containsExactly("b a", "a", "a b");
        assertThat(spec.sample(5, 1)).isEqualTo(spec.permutations());
        assertThat(spec.permutations()).containsSubsequence(spec.sample(2, 1));
    }

    @Test
    void aSampleOfNothingIsRefused() {
        assertThatThrownBy(() -> sessions(1).sample(0, 1))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("0 was given");
    }

    @Test
    void onePermutationIsReadFromText() {
        Spec spec =
                SpecTest.parse("session s1 step s1a {} step \"s 1b\" {} session s2 step s2a {} permutation s1a s2a");

        Spec.Permutation permutation = spec.permutation(" s1a s2a(*) \"s 1b\"(s2a, s2a notices 3) # that's it");

        assertThat(names(permutation)).isEqualTo("s1a s2a s 1b");
        Spec.Step step = spec.sessions().get(1).steps().get(0);
        assertThat(permutation.turns().get(1).blockers()).containsExactly(new Blocker.Once());
        assertThat(permutation.turns().get(2).blockers())
                .containsExactly(new Blocker.OtherStep(step), new Blocker.Notices(step, 3));
        assertThat(permutation.text()).isEqualTo("s1a s2a(*) \"s 1b\"(s2a, s2a notices 3)");
        assertThat(spec.permutation(permutation.text())).isEqualTo(permutation);
    }

    @Test
    void mistakesInATextAreReportedWithTheirColumns() {
        Spec spec = sessions(2, 2);

        assertThat(refused(spec, "a0 c0 b0(a1, b1)"))
                .containsExactly(
                        "permutation:1:4: undefined step \"c0\" specified in permutation",
                        "permutation:1:10: undefined blocking step \"a1\" referenced in permutation step \"b0\"",
                        "permutation:1:14: undefined blocking step \"b1\" referenced in permutation step \"b0\"");
        assertThat(refused(spec, "")).containsExactly("permutation:1:1: syntax error");
        assertThat(refused(spec, "a0 permutation b0")).containsExactly("permutation:1:4: syntax error");
        assertThat(refused(spec, "a0(b0")).containsExactly("permutation:1:6: syntax error");
    }

    private static List<String> refused(Spec spec, String text) {
        return catchThrowableOfType(InvalidOption.class, () -> spec.permutation(text)).problems().stream()
                .map(Problem::message)
                .toList();
    }

    private static String names(Spec.Permutation permutation) {
        return String.join(
                " ",
                permutation.turns().stream().map(t -> t.step().name().text()).toList());
    }

    /** Sessions a, b, c … with so many steps each. */
    private static Spec sessions(int... lengths) {
        StringBuilder text = new StringBuilder();
        for (int s = 0; s < lengths.length; s++) {
            char name = (char) ('a' + s);
            text.append("session ").append(name);
            for (int i = 0; i < lengths[s]; i++) {
                text.append(" step ").append(name).append(i).append(" { }");
            }
            text.append('\n');
        }
        return SpecTest.parse(text.toString());
    }
}
