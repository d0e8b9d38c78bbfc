package dev.holdfast.proof.spec.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void lettersAreInsertedDeletedAndReplaced() {
        assertThat(Spelling.distance("", "")).isZero();
        assertThat(Spelling.distance("", "abc")).isEqualTo(3);
        assertThat(Spelling.distance("abc", "")).isEqualTo(3);
        assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Spelling.distance("ab", "ba")).isEqualTo(2);
    }

    @Test
    void theDistanceIsWhatOthersMeasure() {
        LevenshteinDistance theirs = LevenshteinDistance.getDefaultInstance();
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            String one = word(random);
            String other = word(random);
            assertThat(Spelling.distance(one, other)).as("%s, %s", one, other).isEqualTo(theirs.apply(one, other));
        }
    }

    private static String word(Random random) {
        return random.ints(random.nextInt(9), 'a', 'e')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
