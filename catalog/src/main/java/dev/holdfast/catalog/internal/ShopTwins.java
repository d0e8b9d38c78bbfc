package dev.holdfast.catalog.internal;

import dev.holdfast.catalog.internal.ShopTwin.Without;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Rendezvous;
import dev.holdfast.proof.Session;
import dev.holdfast.scenarios.BasketShop;
import dev.holdfast.scenarios.Shop;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Shops with one fault each. Where a twin waits for others, it waits at the scenario's gate, or meets them itself. */
public final class ShopTwins {
    private ShopTwins() {}

    /** Looks at the stock without locking the row, then decrements whatever is there by then. */
    public static BasketShop withoutRowLock() {
        return new ShopTwin(Without.STOCK_CHECK) {
            @Override
            public Outcome claim(Session session, String user, String coupon) throws SQLException {
                return session.transaction(connection -> {
                    Optional<Integer> remaining = remaining(connection, coupon, "");
                    Optional<Outcome> refused = refusal(connection, remaining, user, coupon);
                    if (refused.isPresent()) {
                        return refused.get();
                    }
                    insertClaim(connection, user, coupon);
                    decrement(connection, coupon);
                    return Outcome.committed(CLAIMED);
                });
            }
        };
    }

    /** Reads the stock, subtracts in the application, and writes the difference back. */
    public static BasketShop readModifyWrite() {
        return new ShopTwin() {
            @Override
            public Outcome claim(Session session, String user, String coupon) throws SQLException {
                return session.transaction(connection -> {
                    Optional<Integer> remaining = remaining(connection, coupon, "");
                    Optional<Outcome> refused = refusal(connection, remaining, user, coupon);
                    if (refused.isPresent()) {
                        return refused.get();
                    }
                    insertClaim(connection, user, coupon);
                    int left = remaining.orElseThrow() - 1;
                    Sql.update(connection, "update coupons set remaining = ? where name = ?", left, coupon);
                    return Outcome.committed(CLAIMED);
                });
            }
        };
    }

    private static Optional<Outcome> refusal(
            Connection connection, Optional<Integer> remaining, String user, String coupon) throws SQLException {
        if (remaining.isEmpty()) {
            return Optional.of(Outcome.refused(BasketShop.NO_SUCH_COUPON));
        }
        if (ShopTwin.hasClaimed(connection, user, coupon)) {
            return Optional.of(Outcome.refused(BasketShop.ALREADY_CLAIMED));
        }
        return remaining.get() > 0 ? Optional.empty() : Optional.of(Outcome.refused(BasketShop.SOLD_OUT));
    }

    /** Looks for a duplicate before locking, and has no unique constraint to fall back on. */
    public static BasketShop withoutUniqueConstraint() {
        return new ShopTwin(Without.UNIQUE_CLAIMS) {
            @Override
            public Outcome claim(Session session, String user, String coupon) throws SQLException {
                return session.transaction(connection -> {
                    if (hasClaimed(connection, user, coupon)) {
                        return Outcome.refused(ALREADY_CLAIMED);
                    }
                    int left =
                            remaining(connection, coupon, "for no key update").orElseThrow();
                    if (left == 0) {
                        return Outcome.refused(SOLD_OUT);
                    }
                    insertClaim(connection, user, coupon);
                    decrement(connection, coupon);
                    return Outcome.committed(CLAIMED);
                });
            }
        };
    }

    /** Tells a user who has the coupon that it is sold out. */
    public static BasketShop stockBeforeDuplicate() {
        return new ShopTwin() {
            @Override
            public Outcome claim(Session session, String user, String coupon) throws SQLException {
                return session.transaction(connection -> {
                    Optional<Integer> remaining = remaining(connection, coupon, "for no key update");
                    if (remaining.isPresent() && remaining.get() == 0) {
                        return Outcome.refused(SOLD_OUT);
                    }
                    Optional<Outcome> refused = refusal(connection, remaining, user, coupon);
                    if (refused.isPresent()) {
                        return refused.get();
                    }
                    insertClaim(connection, user, coupon);
                    decrement(connection, coupon);
                    return Outcome.committed(CLAIMED);
                });
            }
        };
    }

    /** Takes a locked row for a sold-out one: SKIP LOCKED. */
    public static BasketShop skippingLockedRows() {
        return new ShopTwin() {
            @Override
            public Outcome claim(Session session, String user, String coupon) throws SQLException {
                boolean free = session.call(connection -> {
                    connection.setAutoCommit(true);
                    return remaining(connection, coupon, "for no key update skip locked")
                            .isPresent();
                });
                return free ? super.claim(session, user, coupon) : Outcome.refused(SOLD_OUT);
            }
        };
    }

    /** Says that it claimed, and rolls back. */
    public static BasketShop droppingAcknowledgedClaims() {
        return new ShopTwin() {
            @Override
            public Outcome claim(Session session, String user, String coupon) throws SQLException {
                boolean dropped = session.number() == 0;
                return dropped ? Outcome.committed(CLAIMED) : super.claim(session, user, coupon);
            }
        };
    }

    /** Creating an existing coupon replaces it: {@code on conflict do update}. */
    public static BasketShop overwritingCreations() {
        return new ShopTwin() {
            @Override
            public Outcome create(Session session, String coupon, int amount) throws SQLException {
                return session.transaction(connection -> {
                    Sql.update(connection, """
                            insert into coupons (name, amount, remaining) values (?, ?, ?)
                            on conflict (name) do update
                               set amount = excluded.amount, remaining = excluded.remaining""", coupon, amount, amount);
                    return Outcome.committed(CREATED);
                });
            }
        };
    }

    /** Reads the stock, then the claims, in two statements, and a claim is committed between the two. */
    public static BasketShop readingInTwoStatements() {
        Commits commits = new Commits();
        return new ShopTwin() {
            @Override
            public Outcome claim(Session session, String user, String coupon) throws SQLException {
                Outcome outcome = super.claim(session, user, coupon);
                if (outcome instanceof Outcome.Committed) {
                    commits.happened();
                }
                return outcome;
            }

            @Override
            public Optional<Reading> read(Session session, String coupon) throws SQLException {
                return session.call(connection -> {
                    connection.setAutoCommit(true);
                    return readTwice(connection, coupon, commits);
                });
            }
        };
    }

    private static Optional<Shop.Reading> readTwice(Connection connection, String coupon, Commits commits)
            throws SQLException {
        Optional<int[]> stock = Sql.first(
                connection,
                row -> new int[] {row.getInt(1), row.getInt(2)},
                "select amount, remaining from coupons where name = ?",
                coupon);
        commits.awaitNext(Duration.ofMillis(20));
        int claims = (int) Sql.number(connection, "select count(*) from claims where coupon_name = ?", coupon);
        return stock.map(of -> new Shop.Reading(of[0], of[1], claims));
    }

    /** Locks the coupons of a basket in the order in which they are named, and lets an opposite basket do the same. */
    public static BasketShop lockingAsNamed() {
        Rendezvous firstLockHeld = new Rendezvous(2, Duration.ofSeconds(1));
        return new ShopTwin() {
            @Override
            public Outcome claimAll(Session session, String user, List<String> coupons) throws SQLException {
                return session.transaction(connection -> {
                    for (String coupon : coupons) {
                        if (remaining(connection, coupon, "for no key update").orElse(0) == 0) {
                            return Outcome.refused(SOLD_OUT);
                        }
                        insertClaim(connection, user, coupon);
                        decrement(connection, coupon);
                        if (coupon.equals(coupons.get(0))) {
                            firstLockHeld.meet();
                        }
                    }
                    return Outcome.committed(CLAIMED);
                });
            }
        };
    }

    /** Claims the coupons of a basket in a transaction each. */
    public static BasketShop claimingOneByOne() {
        return new ShopTwin() {
            @Override
            public Outcome claimAll(Session session, String user, List<String> coupons) throws SQLException {
                Outcome last = Outcome.refused(SOLD_OUT);
                for (String coupon : coupons) {
                    last = claim(session, user, coupon);
                    if (!(last instanceof Outcome.Committed)) {
                        return last;
                    }
                }
                return last;
            }
        };
    }
}
