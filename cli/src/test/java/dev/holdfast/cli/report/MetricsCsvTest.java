package dev.holdfast.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.proof.Latency;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Second;
import dev.holdfast.proof.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MetricsCsvTest {
    private static List<String> lines(Result result) throws IOException {
        StringWriter out = new StringWriter();
        MetricsCsv.write(Sample.run(new Entry(result, List.of())), out);
        return out.toString().lines().toList();
    }

    private static Result with(Result r, List<Second> seconds, Latency latency) {
        return new Result(
                r.card(),
                r.iteration(),
                r.seed(),
                r.form(),
                r.plan(),
                r.verdict(),
                r.operations(),
                r.committed(),
                r.aborted(),
                r.resolved(),
                r.sqlStates(),
                r.ratePerSecond(),
                latency,
                r.deadlocks(),
                r.witness(),
                r.exposure(),
                r.facts(),
                seconds,
                r.started(),
                r.duration());
    }

    @Test
    void aRowForEachSecondAndOneForTheRepetition() throws IOException {
        assertThat(lines(Sample.result("a", 0, new Verdict.Holds(), 2)))
                .containsExactly(
                        "timestamp,test_name,connections,ops_per_sec,avg_latency_ms,p50_latency_ms,p95_latency_ms,"
                                + "p99_latency_ms,max_latency_ms,deadlocks",
                        "2026-11-21T12:00:00Z,a#0@0s,50,1000.0,0.812,0.640,2.100,4.800,9.900,",
                        "2026-11-21T12:00:01Z,a#0@1s,50,1100.0,0.812,0.640,2.100,4.800,9.900,",
                        "2026-11-21T12:00:00Z,a#0,50,1050.0,0.812,0.640,2.100,4.800,9.900,1");
    }

    @Test
    void figuresLookTheSameInEveryLocale() throws IOException {
        List<String> expected = lines(Sample.holds("a"));
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(lines(Sample.holds("a"))).isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aSecondWithoutAnswersIsThereWithZero() throws IOException {
        Result r = Sample.result("a", 0, new Verdict.Holds(), 2);
        Second later = new Second(Sample.STARTED.plusSeconds(3), 1_100, Sample.latency());
        assertThat(lines(with(r, List.of(r.seconds().getFirst(), later), r.latency())))
                .hasSize(6)
                .anyMatch(line -> line.startsWith("2026-11-21T12:00:02Z,a#0@2s,50,0.0,0.000"));
    }

    @Test
    void operationsThatNoHistogramHoldsAreRefusedWithTheNumbers() {
        Result r = Sample.result("a", 0, new Verdict.Holds(), 2);
        assertThatThrownBy(() -> lines(with(r, r.seconds().subList(0, 1), r.latency())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2100 operations, but the histograms of its seconds hold 1000");
    }

    @Test
    void percentilesOutOfOrderAreRefusedWithTheNumbers() {
        Result r = Sample.holds("a");
        Latency wrong = new Latency(1, 10, 9, 20, 30, List.of());
        assertThatThrownBy(() -> lines(with(r, r.seconds(), wrong)))
                .hasMessageContaining("p50 10, p95 9, p99 20, max 30");
        assertThatThrownBy(() -> lines(with(r, List.of(new Second(Sample.STARTED, 1_000, wrong)), r.latency())))
                .hasMessageContaining("a#0@0s");
    }

    @Test
    void whatWasNotPlayedHasNoRows() throws IOException {
        assertThat(lines(Sample.notApplicable("a"))).containsExactly(MetricsCsv.HEADER);
    }
}
