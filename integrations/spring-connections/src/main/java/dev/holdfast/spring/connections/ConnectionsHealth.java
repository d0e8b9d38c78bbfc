package dev.holdfast.spring.connections;

import dev.holdfast.connections.BudgetReport;
import dev.holdfast.connections.Connections;
import dev.holdfast.connections.Lease;
import dev.holdfast.core.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Whether the system database answers, and who holds the budget. Takes one of the system database's own slots, for a moment, and waits a second for
 * it at most. Thread-safe.
 */
final class ConnectionsHealth implements HealthIndicator {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Names that are told; a page of ten thousand helps nobody. */
    private static final int MOST_NAMES = 5;

    private final Connections connections;

    ConnectionsHealth(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Health health() {
        Health.Builder health = new Health.Builder();
        describe(health, connections.holders());
        try (Lease lease = connections.system(Deadline.in(PATIENCE))) {
            return lease.isValid((int) PATIENCE.toSeconds())
                    ? health.up().build()
                    : health.down()
                            .withDetail("error", "the system database doesn't answer")
                            .build();
        } catch (SQLException e) {
            return health.down(e)
                    .withDetail("sqlState", String.valueOf(e.getSQLState()))
                    .build();
        }
    }

    private static void describe(Health.Builder health, BudgetReport report) {
        health.withDetail("budget", report.size())
                .withDetail("used", report.used())
                .withDetail("waiting", report.waiting())
                .withDetail("holders", holders(report));
    }

    private static Map<String, Integer> holders(BudgetReport report) {
        Map<String, Integer> slots = new LinkedHashMap<>();
        report.holders().stream().limit(MOST_NAMES).forEach(holder -> slots.put(holder.name(), holder.slots()));
        return slots;
    }
}
