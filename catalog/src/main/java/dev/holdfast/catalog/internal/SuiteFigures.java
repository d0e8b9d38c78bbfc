package dev.holdfast.catalog.internal;

import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.Statistics.Part;
import dev.holdfast.core.TenantId;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** Holds a pool's statistics against what the server shows. */
final class SuiteFigures {
    private SuiteFigures() {}

    /** What a pool does in the background may take a moment; then both must say the same of each of these tenants. */
    static boolean agree(SuiteRound round, Collection<TenantId> tenants) throws SQLException {
        AtomicReference<String> last = new AtomicReference<>("");
        boolean same = round.server().await(SuiteTrial.aFewSeconds(), connection -> {
            Map<String, Long> shown = SuiteServer.seen(
                    connection, round.terms().application(), round.terms().prefix());
            Map<TenantId, Part> said = round.pool().statistics().tenants();
            last.set(differences(round, tenants, shown, said));
            return last.get().isEmpty();
        });
        round.must(
                SuiteRule.STATISTICS,
                same,
                "Let nobody do anything. Then statistics say what the server shows, but they differ: " + last.get());
        return same;
    }

    private static String differences(
            SuiteRound round, Collection<TenantId> tenants, Map<String, Long> shown, Map<TenantId, Part> said) {
        Map<TenantId, String> differences = new TreeMap<>();
        for (TenantId tenant : tenants) {
            long onServer = shown.getOrDefault(round.databaseOf(tenant), 0L);
            Part part = said.get(tenant);
            long inPool = part == null ? 0 : part.open() + part.closing();
            if (onServer != inPool) {
                differences.put(tenant, "the server shows " + onServer + ", statistics " + part);
            }
        }
        return differences.isEmpty() ? "" : differences.toString();
    }

    /** What must be true of statistics at any moment, whatever goes on. */
    static void consistent(SuiteRound round, int budget, int tenantMax) {
        Statistics statistics = round.pool().statistics();
        round.must(
                SuiteRule.STATISTICS,
                statistics.used() >= 0 && statistics.used() <= budget && statistics.budget() == budget,
                "Let the budget be %d. Then at most so many slots are used, but statistics say %d of %d."
                        .formatted(budget, statistics.used(), statistics.budget()));
        statistics.tenants().forEach((tenant, part) -> consistent(round, tenant, part, tenantMax));
    }

    private static void consistent(SuiteRound round, TenantId tenant, Part part, int tenantMax) {
        boolean positive = part.open() >= 0 && part.inUse() >= 0 && part.idle() >= 0 && part.waiting() >= 0;
        round.must(
                SuiteRule.STATISTICS,
                positive && part.open() <= tenantMax && part.closes() <= part.opens(),
                "Let a tenant have at most %d connections. Then figures are positive, no more are open, and none is closed that was not opened, but statistics of %s say %s."
                        .formatted(tenantMax, tenant, part));
    }
}
