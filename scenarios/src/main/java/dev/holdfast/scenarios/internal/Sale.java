package dev.holdfast.scenarios.internal;

import dev.holdfast.proof.Event;
import dev.holdfast.proof.Outcome.MaybeCommitted;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One coupon of one round: what the sessions were told of it, and what its book says.
 *
 * @param events creations, claims and reads of this coupon, in the order of their answers
 * @param earlier users who claimed it before the round
 */
public record Sale(Book book, List<Event> events, Set<String> earlier) {
    public Sale {
        events = List.copyOf(events);
        earlier = Set.copyOf(earlier);
    }

    /** The name that a coupon of a plan has in a round of its own. */
    public static String coupon(String planned, int round) {
        return planned + "-" + round;
    }

    List<Event> claims() {
        return of("claim");
    }

    List<Event> of(String operation) {
        return where(event -> event.step().operation().equals(operation));
    }

    List<Event> where(Predicate<Event> condition) {
        return events.stream().filter(condition).toList();
    }

    List<Event> claimsOf(String user) {
        return claims().stream().filter(event -> user(event).equals(user)).toList();
    }

    List<Event> winners() {
        return claims().stream().filter(Event::committed).toList();
    }

    /** Whether the server, rather than the subject's rules, refused a claim, or nobody knows. */
    boolean disturbed() {
        return claims().stream()
                .anyMatch(event -> event.outcome().sqlState().isPresent() || event.outcome() instanceof MaybeCommitted);
    }

    /** Steps are {@code <operation> <coupon> [<user>]}. */
    static String user(Event claim) {
        return claim.step().argument(1);
    }
}
