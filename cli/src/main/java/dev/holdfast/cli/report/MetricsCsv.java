package dev.holdfast.cli.report;

import dev.holdfast.proof.Latency;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Second;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * {@code metrics.csv}: figures for spreadsheets. A row for each repetition ({@code flash-sale#0}), after a row for each
 * of its seconds ({@code flash-sale#0@3s}); deadlocks are counted by repetition only, so that their cell is empty in the
 * rows of seconds. Rows are checked before they are written.
 */
public final class MetricsCsv {
    static final String HEADER = "timestamp,test_name,connections,ops_per_sec,avg_latency_ms,p50_latency_ms,"
            + "p95_latency_ms,p99_latency_ms,max_latency_ms,deadlocks";

    private final Writer out;

    private MetricsCsv(Writer out) {
        this.out = out;
    }

    /**
     * Writes {@code run}; {@code out} stays open. What is not applicable has no rows.
     *
     * @throws IllegalStateException if figures contradict each other: a fault of whoever measured
     */
    public static void write(Run run, Writer out) throws IOException {
        MetricsCsv csv = new MetricsCsv(out);
        out.write(HEADER + "\n");
        for (Entry entry : run.entries()) {
            if (entry.result().operations() > 0) {
                csv.repetition(entry.result());
            }
        }
        out.flush();
    }

    private void repetition(Result result) throws IOException {
        String name = Words.text("%s#%d", result.card().id(), result.iteration());
        List<Second> seconds = Seconds.of(result);
        check(name, result);
        for (int second = 0; second < seconds.size(); second++) {
            Second at = seconds.get(second);
            String row = Words.text("%s@%ds", name, second);
            check(row, at.latency());
            row(at.at(), row, result, (double) at.operations(), at.latency(), "");
        }
        row(
                result.started(),
                name,
                result,
                result.ratePerSecond(),
                result.latency(),
                Long.toString(result.deadlocks()));
    }

    private void row(Instant at, String name, Result result, double rate, Latency latency, String deadlocks)
            throws IOException {
        out.write(String.format(
                Locale.ROOT,
                "%s,%s,%d,%.1f,%s,%s,%s,%s,%s,%s\n",
                at,
                cell(name),
                result.form().sessions(),
                rate,
                millis(latency.avg()),
                millis(latency.p50()),
                millis(latency.p95()),
                millis(latency.p99()),
                millis(latency.max()),
                deadlocks));
    }

    private static String millis(double micros) {
        return String.format(Locale.ROOT, "%.3f", micros / 1_000);
    }

    private static String millis(long micros) {
        return millis((double) micros);
    }

    private static String cell(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static void check(String name, Result result) {
        long measured = result.seconds().stream().mapToLong(Second::operations).sum();
        if (measured != result.operations()) {
            throw contradiction(
                    name,
                    Words.text(
                            "%d operations, but the histograms of its seconds hold %d", result.operations(), measured));
        }
        check(name, result.latency());
    }

    private static void check(String name, Latency latency) {
        if (latency.p50() > latency.p95() || latency.p95() > latency.p99() || latency.p99() > latency.max()) {
            throw contradiction(
                    name,
                    Words.text(
                            "p50 %d, p95 %d, p99 %d, max %d microseconds are not in order",
                            latency.p50(), latency.p95(), latency.p99(), latency.max()));
        }
    }

    private static IllegalStateException contradiction(String name, String figures) {
        return new IllegalStateException(
                "metrics of " + name + " contradict each other: " + figures + "; please report this as a bug");
    }
}
