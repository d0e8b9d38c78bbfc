package dev.holdfast.benchmarks.pools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link Cycle}, by JMH, over a grid of tenants and threads. */
final class Micro {
    private static final int PARTS = 8;

    /** Times the duration of a run. */
    private static final int FILLING = 6;

    private static final List<PoolKind> ONE_TENANT = List.of(
            PoolKind.HIKARI_SINGLE,
            PoolKind.OURS_BY_HANDLE,
            PoolKind.OURS_BY_ID,
            PoolKind.AGROAL_PER_TENANT,
            PoolKind.KEYED_COMMONS_POOL2);
    private static final List<PoolKind> MANY_TENANTS = List.of(
            PoolKind.HIKARI_SINGLE,
            PoolKind.OURS_BY_HANDLE,
            PoolKind.OURS_BY_ID,
            PoolKind.HIKARI_PER_TENANT,
            PoolKind.AGROAL_PER_TENANT,
            PoolKind.KEYED_COMMONS_POOL2);

    private final int runs;
    private final Duration time;
    private final Path folder;
    private final Page page;
    private final Map<PoolKind, String> gaveUp = new EnumMap<>(PoolKind.class);

    /**
     * What one pool did in one cell of the grid.
     *
     * @param rates cycles per microsecond, all threads together, of each run
     * @param bytes allocated per cycle, of each run
     */
    private record Measured(List<Double> rates, List<Double> bytes) {
        Measured() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(RunResult result) {
            rates.add(result.getPrimaryResult().getScore());
            bytes.add(allocated(result));
        }
    }

    /**
     * A micro-benchmark that prints to {@code page}.
     *
     * @param folder of the class path, for what JMH generates
     */
    Micro(int runs, Duration time, Path folder, Page page) {
        this.runs = runs;
        this.time = time;
        this.folder = folder;
        this.page = page;
    }

    void run() throws IOException {
        JmhSources.compile(folder);
        page.title("Acquire and release, warm, connections that do nothing (JMH 1.37, a fork per figure; "
                + "TRUSTED, no validation, no leak detection):");
        for (int threads : new int[] {1, 2, 4, 16, 64}) {
            cell(1, threads, ONE_TENANT);
        }
        cell(100, 1, MANY_TENANTS);
        cell(10_000, 1, MANY_TENANTS);
        cell(10_000, 16, MANY_TENANTS);
        cell(100_000, 1, MANY_TENANTS);
    }

    private void cell(int tenants, int threads, List<PoolKind> kinds) throws IOException {
        page.line("");
        page.line(String.format(
                Locale.ROOT,
                "  %,d tenant%s, %d thread%s",
                tenants,
                tenants == 1 ? " (" + Cycle.CONNECTIONS + " connections)" : "s (one connection each)",
                threads,
                threads == 1 ? "" : "s"));
        Map<PoolKind, Measured> all = new EnumMap<>(PoolKind.class);
        kinds.forEach(kind -> all.put(kind, new Measured()));
        for (int run = 0; run < runs; run++) {
            for (Map.Entry<PoolKind, Measured> each : all.entrySet()) {
                measure(each.getKey(), tenants, threads).ifPresent(each.getValue()::add);
            }
        }
        page.row("", "M/s", "ns/cycle", "bytes", "/ HikariCP", "goal");
        List<Double> bound =
                all.getOrDefault(PoolKind.HIKARI_SINGLE, new Measured()).rates();
        all.forEach((kind, measured) -> print(kind, threads, measured, bound));
        page.table();
    }

    private void print(PoolKind kind, int threads, Measured measured, List<Double> bound) {
        if (measured.rates().isEmpty()) {
            page.row(kind.toString(), "did not finish: " + gaveUp.getOrDefault(kind, "it failed"));
            return;
        }
        Figures nanos = Figures.of(
                measured.rates().stream().map(rate -> threads * 1_000 / rate).toList());
        Figures ratio = Figures.ratio(measured.rates(), bound);
        page.row(
                kind.toString(),
                Figures.of(measured.rates()).spread("%.2f"),
                nanos.spread("%.0f"),
                String.format(Locale.ROOT, "%.0f", Figures.of(measured.bytes()).median()),
                ratio.spread("%.2f"),
                goal(kind, threads, nanos.median(), ratio.median()));
    }

    private static String goal(PoolKind kind, int threads, double nanos, double ratio) {
        return switch (kind) {
            case OURS_BY_HANDLE ->
                (threads == 1 ? "<= 60 ns " + Page.verdict(nanos <= 60) + ", " : "") + atLeast(ratio);
            case OURS_BY_ID -> (threads == 1 ? "<= 120 ns " + Page.verdict(nanos <= 120) + ", " : "") + atLeast(ratio);
            default -> "";
        };
    }

    private static String atLeast(double ratio) {
        return ">= 1.00 " + Page.verdict(ratio >= 1);
    }

    private Optional<RunResult> measure(PoolKind kind, int tenants, int threads) throws IOException {
        if (gaveUp.containsKey(kind)) {
            return Optional.empty();
        }
        Path refusal = folder.resolve("refusal");
        Files.deleteIfExists(refusal);
        Collection<RunResult> results = jmh(kind, tenants, threads, refusal);
        if (results.isEmpty()) {
            gaveUp.put(kind, Files.exists(refusal) ? Files.readString(refusal) : "see above");
        }
        return results.stream().findFirst();
    }

    private Collection<RunResult> jmh(PoolKind kind, int tenants, int threads, Path refusal) {
        TimeValue part = TimeValue.milliseconds(time.toMillis() / 2 / PARTS);
        try {
            return new Runner(new OptionsBuilder()
                            .include("^" + Cycle.class.getName().replace(".", "\\.") + "\\.")
                            .param("pool", kind.name())
                            .param("tenants", Integer.toString(tenants))
                            .threads(threads)
                            .forks(1)
                            .warmupIterations(PARTS / 2)
                            .warmupTime(part)
                            .measurementIterations(PARTS / 2)
                            .measurementTime(part)
                            .addProfiler(GCProfiler.class)
                            .jvmArgsAppend(
                                    "-D" + Cycle.REFUSAL + "=" + refusal,
                                    "-D" + Cycle.FILLING + "=" + FILLING * time.toMillis(),
                                    "-Dcom.zaxxer.hikari.aliveBypassWindowMs=" + Integer.MAX_VALUE)
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes per cycle. */
    private static double allocated(RunResult result) {
        for (String name : result.getSecondaryResults().keySet()) {
            if (name.endsWith("gc.alloc.rate.norm")) {
                return result.getSecondaryResults().get(name).getScore();
            }
        }
        return Double.NaN;
    }
}
