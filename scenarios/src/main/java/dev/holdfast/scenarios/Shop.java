package dev.holdfast.scenarios;

import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The subject of the coupon scenarios: a shop that gives away a limited number of each coupon, at most one to a user.
 * Aim the scenarios at your own code by implementing this with it. Called by many sessions at once.
 *
 * <p>The oracle reads two tables, or views, that {@link #createTables} has to leave behind: {@code coupons(name text,
 * amount integer, remaining integer)} and {@code claims(user_id text, coupon_name text)}.
 */
public interface Shop {
    /** Committed by {@link #create}. */
    String CREATED = "created";

    /** Refused by {@link #create}: there is a coupon of that name. */
    String EXISTS = "exists";

    /** Committed by {@link #claim}. */
    String CLAIMED = "claimed";

    /** Refused by {@link #claim}: this user has one; takes precedence over {@link #SOLD_OUT}. */
    String ALREADY_CLAIMED = "already-claimed";

    /** Refused by {@link #claim}: none is left. */
    String SOLD_OUT = "sold-out";

    /** Refused by {@link #claim}: no such coupon. */
    String NO_SUCH_COUPON = "no-such-coupon";

    /** Makes the tables (or views) in an empty database. */
    void createTables(Connection admin) throws SQLException;

    /** Makes a coupon: {@link #CREATED} or {@link #EXISTS}. */
    Outcome create(Session session, String coupon, int amount) throws SQLException;

    /**
     * Claims a coupon for a user: {@link #CLAIMED}, {@link #ALREADY_CLAIMED}, {@link #SOLD_OUT} or
     * {@link #NO_SUCH_COUPON}.
     */
    Outcome claim(Session session, String user, String coupon) throws SQLException;

    /** What the shop shows of a coupon; empty if there is none. */
    Optional<Reading> read(Session session, String coupon) throws SQLException;

    /** A coupon as the shop shows it. */
    record Reading(int amount, int remaining, int claims) {
        private static final Pattern ANSWER = Pattern.compile("remaining=(-?\\d+),claims=(\\d+),amount=(\\d+)");

        /** Whether what remains and what is claimed make up the amount, as they do in every snapshot. */
        public boolean balanced() {
            return remaining + claims == amount;
        }

        /** As the answer of an outcome. */
        public String answer() {
            return "remaining=" + remaining + ",claims=" + claims + ",amount=" + amount;
        }

        /** Back from an answer; empty if it is another one. */
        public static Optional<Reading> of(String answer) {
            Matcher parts = ANSWER.matcher(answer);
            return parts.matches()
                    ? Optional.of(new Reading(number(parts, 3), number(parts, 1), number(parts, 2)))
                    : Optional.empty();
        }

        private static int number(Matcher parts, int group) {
            return Integer.parseInt(parts.group(group));
        }
    }
}
