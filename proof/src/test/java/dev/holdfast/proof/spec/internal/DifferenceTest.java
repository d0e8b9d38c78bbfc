package dev.holdfast.proof.spec.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import dev.holdfast.wire.Bytes;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That a difference is one is {@code ExpectedTest}'s business. */
class DifferenceTest {
    @Test
    void noDifferenceIsSmaller() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            int letters = 1 + random.nextInt(6);
            List<String> before = lines(random, letters);
            List<String> after = lines(random, letters);
            assertThat(Difference.of(bytes(before), bytes(after)).size())
                    .as("seed %d: %s, %s", seed, before, after)
                    .isEqualTo(smallest(before, after));
        }
    }

    private static List<String> lines(Random random, int letters) {
        return random.ints(random.nextInt(30), 0, letters)
                .mapToObj(String::valueOf)
                .toList();
    }

    private static Bytes bytes(List<String> lines) {
        return Bytes.of(lines.stream().map(line -> line + "\n").reduce("", String::concat));
    }

    private static int smallest(List<String> before, List<String> after) {
        return DiffUtils.diff(before, after).getDeltas().stream()
                .mapToInt(DifferenceTest::size)
                .sum();
    }

    private static int size(AbstractDelta<String> delta) {
        return delta.getSource().size() + delta.getTarget().size();
    }

    @Test
    void whatIsLeftOfBothIsTheSame() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            int[] before = random.ints(random.nextInt(40), 0, 4).toArray();
            int[] after = random.ints(random.nextInt(40), 0, 4).toArray();
            CommonLines lines = CommonLines.of(before, after);
            assertThat(left(before, lines.removed())).as("seed %d", seed).isEqualTo(left(after, lines.added()));
        }
    }

    private static List<Integer> left(int[] lines, BitSet gone) {
        return IntStream.range(0, lines.length)
                .filter(i -> !gone.get(i))
                .mapToObj(i -> lines[i])
                .toList();
    }
}
