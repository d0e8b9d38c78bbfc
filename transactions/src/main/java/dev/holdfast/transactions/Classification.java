package dev.holdfast.transactions;

import dev.holdfast.core.SqlState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an error means for a transaction. The table behind it is in the guide, {@code docs/guide/transactions.md}.
 *
 * @param recovery what may be done
 * @param httpStatus the status for an HTTP client, once nothing more is tried
 * @param state the SQLSTATE that decided; empty if the type of an exception did
 * @param reason a sentence
 * @param source where that is written, or whose behaviour it is
 */
public record Classification(
        Recovery recovery, int httpStatus, Optional<SqlState> state, String reason, String source) {
    private static final SqlState CONSEQUENCE = new SqlState("25P02");
    private static final SqlState RESOLUTION_UNKNOWN = new SqlState("08007");

    /**
     * Classifies an error, by the first SQLSTATE among the exception, its next exceptions and causes, and then what
     * SQLExceptions suppressed. 25P02 decides only if there is no other, as it is a consequence. Without any SQLSTATE the
     * types decide.
     */
    public static Classification of(Throwable thrown, Phase phase) {
        if (thrown instanceof UnknownOutcome) {
            return of(Rules.forState(RESOLUTION_UNKNOWN, ""), Optional.of(RESOLUTION_UNKNOWN), Phase.COMMITTING);
        }
        List<Throwable> chain = chain(thrown);
        return chain.stream()
                .filter(e ->
                        state(e).filter(state -> !state.equals(CONSEQUENCE)).isPresent())
                .findFirst()
                .or(() -> chain.stream().filter(e -> state(e).isPresent()).findFirst())
                .map(e -> byState(e, state(e).orElseThrow(), phase))
                .orElseGet(() -> of(byType(chain), Optional.empty(), phase));
    }

    /** Classifies what a run of {@link Transactions} threw, which has settled what could be settled. */
    public static Classification of(Throwable thrown) {
        return of(thrown, Phase.WORKING);
    }

    private static Classification byState(Throwable e, SqlState state, Phase phase) {
        String message = Optional.ofNullable(e.getMessage()).orElse("");
        return of(Rules.forState(state, message), Optional.of(state), phase);
    }

    private static Rule byType(List<Throwable> chain) {
        return chain.stream()
                .flatMap(e -> Rules.forType(e.getClass()).stream())
                .findFirst()
                .orElse(Rules.other());
    }

    private static Classification of(Rule rule, Optional<SqlState> state, Phase phase) {
        Recovery recovery = rule.recovery(phase);
        int status = recovery == Recovery.UNKNOWN_OUTCOME ? Rule.STATUS_OF_UNKNOWN : rule.status();
        return new Classification(recovery, status, state, rule.why(), rule.source());
    }

    private static Optional<SqlState> state(Throwable thrown) {
        return thrown instanceof SQLException sql
                ? Optional.ofNullable(sql.getSQLState())
                        .filter(code -> code.matches("[0-9A-Z]{5}"))
                        .map(SqlState::new)
                : Optional.empty();
    }

    /** Each exception once, also if they go in circles: itself, the next ones, the causes; last the suppressed. */
    private static List<Throwable> chain(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> chain = new ArrayList<>();
        collect(thrown, seen, chain);
        for (Throwable e : List.copyOf(chain)) {
            if (e instanceof SQLException) {
                for (Throwable suppressed : e.getSuppressed()) {
                    collect(suppressed, seen, chain);
                }
            }
        }
        return chain;
    }

    private static void collect(@Nullable Throwable thrown, Set<Throwable> seen, List<Throwable> chain) {
        if (thrown != null && seen.add(thrown)) {
            chain.add(thrown);
            if (thrown instanceof SQLException sql) {
                collect(sql.getNextException(), seen, chain);
            }
            collect(thrown.getCause(), seen, chain);
        }
    }
}
