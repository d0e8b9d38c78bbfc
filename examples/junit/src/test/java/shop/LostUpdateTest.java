package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Interleaving;
import dev.holdfast.junit.Template;
import dev.holdfast.proof.spec.SpecResult;

@Holdfast
@Template(by = Migrated.class)
class LostUpdateTest {
    // snippet: interleaving
    /** Four orders of two buyers' steps; in two of them the second buyer waits for the first. */
    @Interleaving("take-a-poster.spec")
    void noPosterIsSoldTwice(SpecResult played) {
        assertThat(played.permutations()).isEqualTo(4);
    }
    // end
}
