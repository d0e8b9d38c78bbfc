package dev.holdfast.benchmarks.pools;

import dev.holdfast.servers.PgBouncer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The noisy neighbour: one heavy tenant and eight light ones want eight slots. Fair is who gives all the same; a pool that
 * fears no thrashing opens a connection for each lease.
 */
final class Neighbours {
    static final int TENANTS = 9;
    private static final int HEAVY_BORROWERS = 64;
    private static final int SLOTS = 8;
    private static final double WORK_MILLIS = 5;
    private static final Sizes SIZES = new Sizes(TENANTS, SLOTS, SLOTS, Duration.ofSeconds(5));
    private static final int NO_LIMIT = -1;

    private final RealServer server;
    private final int runs;
    private final Duration time;
    private final Page page;
    private final List<Subject> subjects = new ArrayList<>();

    /**
     * A pool in a setting.
     *
     * @param name as printed
     * @param limit what the server admits
     */
    private record Subject(String name, int limit, Opener opener) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** How it begins. */
    private interface Opener {
        TenantPools open() throws SQLException;
    }

    /**
     * What happened in one run.
     *
     * @param each leases of each tenant, the heavy one's first
     * @param lightWait p99 of the light tenants' waits, milliseconds
     * @param opens sessions that the databases saw
     * @param peak sessions at once that were seen
     * @param refusals logins that the server refused with 53300
     * @param failures of borrowers, by SQLSTATE
     */
    private record Outcome(
            List<Double> each,
            double lightWait,
            long opens,
            long peak,
            int refusals,
            Map<String, Integer> failures,
            double seconds) {
        double leases() {
            return each.stream().mapToDouble(leases -> leases).sum();
        }

        double rate() {
            return leases() / seconds;
        }
    }

    Neighbours(RealServer server, int runs, Duration time, Page page) {
        this.server = server;
        this.runs = runs;
        this.time = time;
        this.page = page;
        add("HikariCP, one database, 8", PoolKind.HIKARI_SINGLE, SIZES, NO_LIMIT);
        add("ours, STRICT", PoolKind.OURS_STRICT, SIZES, SLOTS + 1);
        add("ours, TRUSTED", PoolKind.OURS_BY_HANDLE, SIZES, SLOTS + 1);
        add("commons-pool2 keyed, maxTotal 8", PoolKind.KEYED_COMMONS_POOL2, SIZES, NO_LIMIT);
        PgBouncer.find().ifPresent(program -> addPooler(program.version()));
        add("HikariCP per tenant, max 5", PoolKind.HIKARI_PER_TENANT, SIZES.withPerTenant(5), SLOTS);
    }

    private void addPooler(String version) {
        subjects.add(new Subject(
                "PgBouncer " + version + ", max_user_connections 8",
                NO_LIMIT,
                () -> new ThroughPgBouncer(server.embedded(), SLOTS)));
    }

    private void add(String name, PoolKind kind, Sizes sizes, int limit) {
        subjects.add(new Subject(name, limit, () -> kind.open(server.place(), sizes)));
    }

    void run() {
        page.title(String.format(
                Locale.ROOT,
                "Noisy neighbour, PostgreSQL %s: %d slots, one tenant with %d borrowers, %d with one each, 5 ms a query, %.0f s a run:",
                server.embedded().version(),
                SLOTS,
                HEAVY_BORROWERS,
                TENANTS - 1,
                time.toMillis() / 1e3));
        print(Alternating.runs(runs, subjects, page, this::play));
    }

    private void print(Map<Subject, List<Outcome>> outcomes) {
        List<Double> bound = all(outcomes.getOrDefault(subjects.get(0), List.of()), Outcome::rate);
        page.row("", "heavy", "light, each", "Jain", "light p99", "opens/lease", "peak", "53300", "failed", "/ one");
        outcomes.forEach((subject, each) -> row(subject.name(), each, bound));
        page.table();
        page.line(
                "  HikariCP per tenant, safe: no such setting; 9 tenants of at least one connection are more than 8 slots");
        outcomes.forEach((subject, each) -> {
            if (subject.name().startsWith("ours")) {
                goals(subject.name(), each, bound);
            }
        });
    }

    private void row(String name, List<Outcome> outcomes, List<Double> bound) {
        Outcome last = outcomes.get(outcomes.size() - 1);
        Figures light = Figures.of(last.each().subList(1, TENANTS));
        page.row(
                name,
                String.format(Locale.ROOT, "%.0f", last.each().get(0)),
                String.format(Locale.ROOT, "%.0f-%.0f", light.quantile(0), light.quantile(1)),
                jain(outcomes).spread("%.3f"),
                Figures.of(all(outcomes, Outcome::lightWait)).spread("%.0f ms"),
                opens(outcomes).spread("%.3f"),
                Long.toString(outcomes.stream().mapToLong(Outcome::peak).max().orElse(0)),
                Integer.toString(outcomes.stream().mapToInt(Outcome::refusals).sum()),
                last.failures().toString(),
                Figures.ratio(all(outcomes, Outcome::rate), bound).spread("%.2f"));
    }

    private void goals(String name, List<Outcome> outcomes, List<Double> bound) {
        double jain = jain(outcomes).median();
        double opens = opens(outcomes).median();
        double ratio = Figures.ratio(all(outcomes, Outcome::rate), bound).median();
        int refusals = outcomes.stream().mapToInt(Outcome::refusals).sum();
        page.line("  goals, " + name + ": Jain >= 0.98 " + Page.verdict(jain >= 0.98) + ", opens per lease <= 0.05 "
                + Page.verdict(opens <= 0.05) + ", >= 0.90 of one database " + Page.verdict(ratio >= 0.9)
                + ", no 53300 under a login limit of 9 " + Page.verdict(refusals == 0));
    }

    private static Figures jain(List<Outcome> outcomes) {
        return Figures.of(all(outcomes, outcome -> Figures.of(outcome.each()).jain()));
    }

    private static Figures opens(List<Outcome> outcomes) {
        return Figures.of(all(outcomes, outcome -> outcome.opens() / Math.max(1, outcome.leases())));
    }

    private static List<Double> all(List<Outcome> outcomes, Function<Outcome, Double> figure) {
        return outcomes.stream().map(figure).toList();
    }

    private Outcome play(Subject subject) throws SQLException, InterruptedException {
        long before = server.sessions();
        int refusals = server.refusals();
        server.limit(subject.limit());
        RealServer.Peak peak = server.watch();
        List<Crowd.Borrower> borrowers = work(subject);
        long most = peak.end();
        server.limit(NO_LIMIT);
        return new Outcome(
                IntStream.range(0, TENANTS)
                        .mapToObj(tenant -> leases(borrowers, tenant))
                        .toList(),
                lightWait(borrowers),
                server.sessions() - before,
                most,
                server.refusals() - refusals,
                Crowd.failures(borrowers),
                time.toMillis() / 1e3);
    }

    private List<Crowd.Borrower> work(Subject subject) throws SQLException, InterruptedException {
        try (TenantPools pools = subject.opener().open()) {
            Crowd crowd = new Crowd(pools, "SELECT 1 FROM pg_sleep(" + WORK_MILLIS / 1_000 + ")");
            crowd.add(0, HEAVY_BORROWERS);
            IntStream.range(1, TENANTS).forEach(tenant -> crowd.add(tenant, 1));
            return crowd.work(time);
        }
    }

    private static double leases(List<Crowd.Borrower> borrowers, int tenant) {
        return borrowers.stream()
                .filter(each -> each.tenant == tenant)
                .mapToInt(Crowd.Borrower::leases)
                .sum();
    }

    /** Without the work itself; those who waited in vain, or beyond the end, included. */
    private static double lightWait(List<Crowd.Borrower> borrowers) {
        return Figures.of(borrowers.stream()
                        .filter(each -> each.tenant > 0)
                        .flatMap(each -> each.nanos().stream())
                        .map(nanos -> nanos / 1e6 - WORK_MILLIS)
                        .toList())
                .quantile(0.99);
    }
}
