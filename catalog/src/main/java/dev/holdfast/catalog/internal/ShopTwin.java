package dev.holdfast.catalog.internal;

import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.scenarios.BasketShop;
import dev.holdfast.scenarios.LockingShop;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A shop that is right in everything that a twin doesn't override. */
abstract class ShopTwin implements BasketShop {
    /** A constraint that would turn the fault into an error, and so hide it. */
    enum Without {
        STOCK_CHECK,
        UNIQUE_CLAIMS
    }

    private final LockingShop right = new LockingShop();
    private final Set<Without> without = EnumSet.noneOf(Without.class);

    ShopTwin(Without... constraints) {
        without.addAll(List.of(constraints));
    }

    @Override
    public final void createTables(Connection admin) throws SQLException {
        right.createTables(admin);
        if (without.contains(Without.STOCK_CHECK)) {
            Sql.run(admin, "alter table coupons drop constraint coupons_remaining_check");
        }
        if (without.contains(Without.UNIQUE_CLAIMS)) {
            Sql.run(admin, "alter table claims drop constraint claims_coupon_name_user_id_key");
        }
    }

    @Override
    public Outcome create(Session session, String coupon, int amount) throws SQLException {
        return right.create(session, coupon, amount);
    }

    @Override
    public Outcome claim(Session session, String user, String coupon) throws SQLException {
        return right.claim(session, user, coupon);
    }

    @Override
    public Outcome claimAll(Session session, String user, List<String> coupons) throws SQLException {
        return right.claimAll(session, user, coupons);
    }

    @Override
    public Optional<Reading> read(Session session, String coupon) throws SQLException {
        return right.read(session, coupon);
    }

    // The steps of a claim, for twins that take them in another order.

    static Optional<Integer> remaining(Connection connection, String coupon, String locking) throws SQLException {
        String query = "select remaining from coupons where name = ? " + locking;
        return Sql.first(connection, row -> row.getInt(1), query, coupon);
    }

    static boolean hasClaimed(Connection connection, String user, String coupon) throws SQLException {
        String query = "select 1 from claims where user_id = ? and coupon_name = ?";
        return Sql.first(connection, row -> row.getInt(1), query, user, coupon).isPresent();
    }

    static void insertClaim(Connection connection, String user, String coupon) throws SQLException {
        Sql.update(connection, "insert into claims (user_id, coupon_name) values (?, ?)", user, coupon);
    }

    static int decrement(Connection connection, String coupon) throws SQLException {
        return Sql.update(connection, "update coupons set remaining = remaining - 1 where name = ?", coupon);
    }
}
