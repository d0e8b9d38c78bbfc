package dev.holdfast.benchmarks.pools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void whoGivesAllTheSameIsFair() {
        assertThat(Figures.of(7, 7, 7).jain()).isEqualTo(1);
    }

    @Test
    void whoGivesOneEverythingIsAsUnfairAsCanBe() {
        assertThat(Figures.of(9, 0, 0, 0, 0, 0, 0, 0, 0).jain()).isEqualTo(1 / 9.0);
    }

    @Test
    void whoGivesNothingIsNeither() {
        assertThat(Figures.of(0, 0).jain()).isNaN();
    }

    @Test
    void aQuantileIsOneOfTheFigures() {
        assertThat(Figures.of(3, 1, 2).quantile(0.99)).isEqualTo(3);
        assertThat(Figures.of(3, 1, 2).quantile(0)).isEqualTo(1);
        assertThat(Figures.of().quantile(0.99)).isNaN();
    }

    @Test
    void aRatioIsThatOfEachRun() {
        assertThat(Figures.ratio(List.of(10.0, 1.0, 4.0), List.of(5.0, 2.0, 4.0))
                        .spread("%.1f"))
                .isEqualTo("1.0 (0.5-2.0)");
    }

    @Test
    void theMedianOfTwoLiesBetween() {
        assertThat(Figures.of(1, 4).median()).isCloseTo(2.5, within(1e-9));
    }
}
