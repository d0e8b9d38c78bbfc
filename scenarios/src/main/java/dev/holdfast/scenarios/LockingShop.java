package dev.holdfast.scenarios;

import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A shop that is right under READ COMMITTED, as an example and as the subject of this project's own runs. Thread-safe.
 *
 * <ul>
 *   <li>A claim first locks the coupon's row, so that all that follows happens one claim after another. FOR NO KEY UPDATE
 *       is enough; FOR UPDATE would also block those who only refer to the coupon by foreign key.
 *   <li>Every later statement has a snapshot of its own, taken when the lock was already held.
 *   <li>Who already has the coupon is told so before the stock is looked at.
 *   <li>The decrement is guarded and its row count checked, in case some other writer doesn't lock.
 *   <li>Several coupons are locked in the order of their names, whatever order they were asked for.
 *   <li>Reading is one statement, hence one snapshot.
 * </ul>
 */
public final class LockingShop implements BasketShop {
    public LockingShop() {}

    @Override
    public void createTables(Connection admin) throws SQLException {
        Sql.run(admin, """
                create table coupons (
                    name text primary key,
                    amount integer not null check (amount > 0),
                    remaining integer not null check (remaining >= 0));
                create table claims (
                    id bigint generated always as identity primary key,
                    user_id text not null,
                    coupon_name text not null references coupons,
                    unique (coupon_name, user_id))""");
    }

    @Override
    public Outcome create(Session session, String coupon, int amount) throws SQLException {
        return session.transaction(connection -> {
            int made = Sql.update(
                    connection,
                    "insert into coupons (name, amount, remaining) values (?, ?, ?) on conflict do nothing",
                    coupon,
                    amount,
                    amount);
            return made == 1 ? Outcome.committed(CREATED) : Outcome.refused(EXISTS);
        });
    }

    @Override
    public Outcome claim(Session session, String user, String coupon) throws SQLException {
        return session.transaction(connection -> claimOne(connection, user, coupon));
    }

    @Override
    public Outcome claimAll(Session session, String user, List<String> coupons) throws SQLException {
        List<String> inOneOrder = coupons.stream().sorted().toList();
        return session.transaction(connection -> {
            for (String coupon : inOneOrder) {
                Outcome one = claimOne(connection, user, coupon);
                if (!(one instanceof Outcome.Committed)) {
                    return one;
                }
            }
            return Outcome.committed(CLAIMED);
        });
    }

    private static Outcome claimOne(Connection connection, String user, String coupon) throws SQLException {
        Optional<Integer> remaining = Sql.first(
                connection,
                row -> row.getInt(1),
                "select remaining from coupons where name = ? for no key update",
                coupon);
        if (remaining.isEmpty()) {
            return Outcome.refused(NO_SUCH_COUPON);
        }
        if (hasClaimed(connection, user, coupon)) {
            return Outcome.refused(ALREADY_CLAIMED);
        }
        if (remaining.get() == 0 || !take(connection, coupon)) {
            return Outcome.refused(SOLD_OUT);
        }
        Sql.update(connection, "insert into claims (user_id, coupon_name) values (?, ?)", user, coupon);
        return Outcome.committed(CLAIMED);
    }

    private static boolean hasClaimed(Connection connection, String user, String coupon) throws SQLException {
        String query = "select 1 from claims where user_id = ? and coupon_name = ?";
        return Sql.first(connection, row -> row.getInt(1), query, user, coupon).isPresent();
    }

    private static boolean take(Connection connection, String coupon) throws SQLException {
        String update = "update coupons set remaining = remaining - 1 where name = ? and remaining > 0";
        return Sql.update(connection, update, coupon) == 1;
    }

    @Override
    public Optional<Reading> read(Session session, String coupon) throws SQLException {
        return session.call(connection -> {
            connection.setAutoCommit(true);
            return Sql.first(connection, row -> new Reading(row.getInt(1), row.getInt(2), row.getInt(3)), """
                    select amount, remaining, (select count(*) from claims where coupon_name = c.name)
                      from coupons c where name = ?""", coupon);
        });
    }
}
