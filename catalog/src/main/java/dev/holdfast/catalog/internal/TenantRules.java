package dev.holdfast.catalog.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What must hold whatever tenants do, and how it is argued when it doesn't. */
final class TenantRules {
    static final String WITHIN_BUDGET = "within-budget";
    static final String OWN_DATABASE = "own-database";
    static final String ONE_BORROWER = "one-borrower";
    static final String NONE_LEFT = "none-left";
    static final String LEASE_WORKS = "lease-works";
    static final String NEVER_TOO_MANY = "server-never-full";

    /** Begins the answer of a step that failed in a way that no borrower should see. */
    static final String BROKEN = "broken: ";

    static final String LEASES = "leases";
    static final SqlState LIMIT = new SqlState("53400");
    static final SqlState NO_CONNECTION = new SqlState("08003");

    private TenantRules() {}

    /** A card with the invariants that every scenario of tenants has. */
    static Card.Builder card(String id) {
        return Card.of(id)
                .tags("connections")
                .invariant(WITHIN_BUDGET, "the server never has more sessions of the subject than its budget")
                .invariant(NEVER_TOO_MANY, "the server never refuses a session of the subject for being one too many")
                .invariant(OWN_DATABASE, "a lease leads to its tenant's database")
                .invariant(ONE_BORROWER, "no session of the server is lent to two borrowers at once")
                .invariant(LEASE_WORKS, "a borrower gets a connection that works, or a refusal that says so")
                .invariant(NONE_LEFT, "when the subject is closed, the server has no session of it left")
                .declares(LIMIT);
    }

    static void withinBudget(int sessions, int budget, Findings findings) {
        if (sessions > budget) {
            findings.violated(
                    WITHIN_BUDGET,
                    "Let the budget be %d sessions, counted until their backends are gone. Then pg_stat_activity can't show more, but it showed %d: a contradiction."
                            .formatted(budget, sessions));
        }
    }

    static void neverTooMany(List<Throwable> openFailures, Findings findings) {
        openFailures.stream()
                .filter(failure -> SqlState.of(failure)
                        .filter(SqlState.TOO_MANY_CONNECTIONS::equals)
                        .isPresent())
                .forEach(failure -> findings.violated(
                        NEVER_TOO_MANY,
                        "Let a login be tried only when a session of the budget is free. Then the server can't find one too many, but it answered %s (53300): a contradiction."
                                .formatted(failure.getMessage())));
    }

    static void noneLeft(int left, Findings findings) {
        if (left > 0) {
            findings.violated(
                    NONE_LEFT,
                    "Let everything be closed. Then nobody has a session any more, but the server still has %d of the subject: a contradiction."
                            .formatted(left));
        }
    }

    static void ownDatabase(TenantGround ground, Collection<TenantLease> leases, Findings findings) {
        leases.stream()
                .filter(lease -> !lease.database().equals(ground.databaseOf(lease.tenant())))
                .forEach(lease -> findings.violated(
                        OWN_DATABASE,
                        "Let tenant %s have database %s. Then its leases lead there, but one led to %s: a contradiction."
                                .formatted(lease.tenant(), ground.databaseOf(lease.tenant()), lease.database())));
    }

    static void oneBorrower(Collection<TenantLease> leases, Findings findings) {
        Map<Long, List<TenantLease>> byBackend = leases.stream()
                .collect(Collectors.groupingBy(TenantLease::backend, Collectors.toCollection(ArrayList::new)));
        byBackend.forEach((backend, borrowed) -> {
            borrowed.sort(Comparator.comparingLong(TenantLease::granted));
            for (int i = 1; i < borrowed.size(); i++) {
                if (borrowed.get(i - 1).overlaps(borrowed.get(i))) {
                    findings.violated(
                            ONE_BORROWER,
                            "Let a session be lent to one borrower at a time. Then sessions %d and %d can't both hold backend %d, but they did: a contradiction."
                                    .formatted(
                                            borrowed.get(i - 1).session(),
                                            borrowed.get(i).session(),
                                            backend));
                }
            }
        });
    }

    static void leaseWorks(History history, Findings findings) {
        history.where(event -> event.outcome().answer().startsWith(BROKEN))
                .forEach(event -> findings.violated(
                        LEASE_WORKS,
                        "Let a lease be given. Then its connection works until it is given back, and whoever gets none is told so by a refusal, but session %d was told %s (%s): a contradiction."
                                .formatted(
                                        event.session(),
                                        event.outcome().answer(),
                                        event.outcome()
                                                .sqlState()
                                                .map(SqlState::code)
                                                .orElse("no SQLSTATE")),
                        List.of(event)));
    }

    /** Jain's index: 1 if all have the same, 1/n if one has everything. */
    static double jain(Collection<Double> shares) {
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        double squares = shares.stream().mapToDouble(share -> share * share).sum();
        return squares == 0 ? 0 : sum * sum / (shares.size() * squares);
    }

    /** How long each tenant held connections between two moments, in nanoseconds. */
    static Map<TenantId, Double> heldBetween(
            Collection<TenantId> tenants, Collection<TenantLease> leases, long from, long until) {
        return tenants.stream()
                .collect(Collectors.toMap(
                        tenant -> tenant,
                        tenant -> leases.stream()
                                .filter(lease -> lease.tenant().equals(tenant))
                                .mapToDouble(lease -> lease.heldBetween(from, until))
                                .sum()));
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    static String longestWait(Collection<TenantLease> leases) {
        return millis(leases.stream().mapToLong(TenantLease::waited).max().orElse(0));
    }

    /** The wait that 99 of 100 don't exceed. */
    static String waitsP99(Collection<TenantLease> leases) {
        return p99(leases.stream().mapToLong(TenantLease::waited));
    }

    /** The time that sessions took from giving back to the next request: theirs, or the machine's. */
    static String pausesP99(Collection<TenantLease> leases) {
        Map<Integer, List<TenantLease>> bySession =
                leases.stream().collect(Collectors.groupingBy(TenantLease::session));
        return p99(bySession.values().stream().flatMapToLong(TenantRules::pauses));
    }

    private static LongStream pauses(List<TenantLease> ofOne) {
        List<TenantLease> sorted = ofOne.stream()
                .sorted(Comparator.comparingLong(TenantLease::granted))
                .toList();
        return IntStream.range(1, sorted.size())
                .mapToLong(i -> sorted.get(i).requested() - sorted.get(i - 1).returned());
    }

    private static String p99(LongStream nanos) {
        long[] sorted = nanos.sorted().toArray();
        return sorted.length == 0 ? "none" : millis(sorted[(int) Math.ceil(sorted.length * 0.99) - 1]);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }
}
