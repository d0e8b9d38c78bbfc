package dev.holdfast.catalog.internal;

import dev.holdfast.connections.Tenants.Contents;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Findings;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A case being played on a pool of its own: who is there, and what was found. Thread-safe. */
final class SuiteRound {
    /** Counted by every check, so that a case that checks nothing is noticed. */
    static final String CHECKS = "checks";

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration BRIEF = Duration.ofMillis(150);

    private final int number;
    private final int cycle;
    private final boolean whole;
    private final SuitePools pools;
    private final SuitePools.Terms terms;
    private final SuitePool pool;
    private final SuiteServer server;
    private final Findings findings;
    private final Map<String, LongAdder> tallies = new ConcurrentHashMap<>();
    private final Map<String, Long> marks = new ConcurrentHashMap<>();
    private final Map<String, Set<Object>> seen = new ConcurrentHashMap<>();

    SuiteRound(
            int number,
            int cycle,
            boolean whole,
            SuitePools pools,
            SuitePools.Terms terms,
            SuiteServer server,
            Findings findings)
            throws SQLException {
        this.number = number;
        this.cycle = cycle;
        this.whole = whole;
        this.pools = pools;
        this.terms = terms;
        this.server = server;
        this.findings = findings;
        this.pool = pools.open(terms);
    }

    /** Work that may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    SuitePool pool() {
        return pool;
    }

    SuitePools.Terms terms() {
        return terms;
    }

    SuiteServer server() {
        return server;
    }

    /** Whether nothing of the original is to be shortened. */
    boolean whole() {
        return whole;
    }

    int number() {
        return number;
    }

    /** Another pool on the same server, with a name of its own. */
    SuitePool another(SuitePools.Terms others) throws SQLException {
        return pools.open(others);
    }

    /** A tenant of this round alone. */
    TenantId own(String name) {
        return new TenantId("r" + number + "-" + name);
    }

    /** A tenant that the cases of one play-through share, because databases are expensive. */
    TenantId shared(int index) {
        return new TenantId("c" + cycle + "-" + index);
    }

    List<TenantId> shared(int from, int to) throws SQLException {
        List<TenantId> tenants = new ArrayList<>();
        for (int i = from; i < to; i++) {
            tenants.add(shared(i));
            pool.create(shared(i), contents(shared(i)), soon());
        }
        return tenants;
    }

    String databaseOf(TenantId tenant) {
        return terms.prefix() + tenant.value();
    }

    /** Long enough for whatever can be done at all. */
    static Deadline soon() {
        return Deadline.in(LONG);
    }

    /** For what is to be refused. */
    static Deadline brief() {
        return Deadline.in(BRIEF);
    }

    /** What makes a tenant's database complete: it says whose it is, and has a table to write to. */
    static Contents contents(TenantId tenant) {
        return connection -> {
            Sql.run(connection, "create table notes (id text)");
            Sql.run(connection, "create table whose (tenant text)");
            Sql.update(connection, "insert into whose values (?)", tenant.value());
        };
    }

    /** A new tenant of this round. */
    TenantId created(String name) throws SQLException {
        TenantId tenant = own(name);
        create(tenant);
        return tenant;
    }

    void create(TenantId tenant) throws SQLException {
        boolean made = pool.create(tenant, contents(tenant), soon());
        must(
                SuiteRule.TOLD_IS_DONE,
                made && server.exists(databaseOf(tenant)),
                "Let tenant %s be new, and its creation be reported as %s. Then it was made and the server has it, but the server %s."
                        .formatted(tenant, made, server.exists(databaseOf(tenant)) ? "has it" : "doesn't"));
    }

    /** Leases, and sees that the database is the right one; returns the backend. */
    long answers(TenantId tenant) throws SQLException {
        return answers(pool, tenant);
    }

    long answers(SuitePool of, TenantId tenant) throws SQLException {
        try (Connection lease = of.lease(tenant, soon())) {
            return right(lease, tenant);
        }
    }

    /** Sees that a lease leads to the tenant's complete database; returns the backend. */
    long right(Connection lease, TenantId tenant) throws SQLException {
        Optional<String> whose = whose(lease);
        must(
                SuiteRule.OWN_DATABASE,
                whose.isPresent() && whose.get().equals(tenant.value()),
                "Let a lease be for tenant %s. Then its database says that it is %s's, but it says %s."
                        .formatted(tenant, tenant, whose.orElse("nothing: it isn't complete")));
        long backend = backend(lease);
        seen("backends " + tenant, backend);
        return backend;
    }

    private static Optional<String> whose(Connection lease) throws SQLException {
        try {
            return Sql.first(lease, row -> row.getString(1), "select tenant from whose");
        } catch (SQLException e) {
            if ("42P01".equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static long backend(Connection lease) throws SQLException {
        return Sql.number(lease, "select pg_backend_pid()");
    }

    /** Notes a check, and the violation if it failed. The argument ends with what was seen instead. */
    void must(SuiteRule rule, boolean holds, String argument) {
        findings.witnessed(CHECKS, 1);
        if (!holds) {
            findings.violated(rule.id(), argument + " A contradiction.");
        }
    }

    /** That {@code work} is refused with one of these states. */
    Optional<SQLException> refused(SuiteRule rule, String what, Set<String> states, Work work) {
        try {
            work.run();
        } catch (SQLException e) {
            boolean said = states.contains(String.valueOf(e.getSQLState()))
                    && !String.valueOf(e.getMessage()).isBlank();
            must(
                    rule,
                    said,
                    "Let %s. Then it is refused with one of %s, but it was refused with %s: %s."
                            .formatted(what, states, e.getSQLState(), e.getMessage()));
            return Optional.of(e);
        }
        must(rule, false, "Let %s. Then it is refused with one of %s, but it succeeded.".formatted(what, states));
        return Optional.empty();
    }

    void witnessed(String witness) {
        findings.witnessed(witness, 1);
    }

    void fact(String name, String value) {
        findings.fact(name, value);
    }

    void count(String what) {
        tallies.computeIfAbsent(what, name -> new LongAdder()).increment();
    }

    long counted(String what) {
        LongAdder tally = tallies.get(what);
        return tally == null ? 0 : tally.sum();
    }

    /** Remembers a moment or an amount. */
    void mark(String what, long value) {
        marks.put(what, value);
    }

    long marked(String what) {
        return marks.getOrDefault(what, 0L);
    }

    /** Adds to a sum. */
    void spent(String what, long nanos) {
        marks.merge("sum of " + what, nanos, Long::sum);
    }

    long spent(String what) {
        return marked("sum of " + what);
    }

    private void seen(String what, Object value) {
        seen.computeIfAbsent(what, name -> ConcurrentHashMap.newKeySet()).add(value);
    }

    /** Different backends that a tenant's leases had. */
    int backendsOf(TenantId tenant) {
        return seen.getOrDefault("backends " + tenant, Set.of()).size();
    }

    /** Ends the round: the pool is closed, and nothing of it is left. */
    void end() throws SQLException {
        pool.close();
        long left = server.of(terms.application());
        must(
                SuiteRule.NOTHING_LEFT,
                left == 0,
                "Let the pool %s be closed. Then the server shows none of its connections, but it shows %d."
                        .formatted(terms.application(), left));
    }
}
