package dev.holdfast.coupons;

import dev.holdfast.transactions.Confirmation;
import dev.holdfast.transactions.IdempotencyKey;
import dev.holdfast.transactions.TransactionOptions;
import dev.holdfast.transactions.Transactions;
import dev.holdfast.transactions.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules, each in transactions of the call that asks. Thread-safe. */
final class Store {
    /** Without a key of the client's, the server itself is asked what became of a COMMIT that was not answered. */
    private static final TransactionOptions WRITING =
            TransactionOptions.defaults().withConfirmation(Confirmation.byStatus());

    private static final TransactionOptions READING =
            TransactionOptions.defaults().withReadOnly(true);

    /** One statement, and so one snapshot: what remains and who has claimed always make the amount. */
    private static final String FIND = """
            select name, amount, remaining_amount,
                   array(select user_id from claims where coupon_name = coupons.name order by id)
              from coupons where name = ?""";

    /** Claims of one coupon come one after another from here on. The weaker lock lets foreign keys be checked. */
    private static final String LOCK = "select remaining_amount from coupons where name = ? for no key update";

    private static final String CREATE =
            "insert into coupons (name, amount, remaining_amount) values (?, ?, ?) on conflict do nothing";

    private static final String HAS_CLAIMED = "select from claims where user_id = ? and coupon_name = ?";

    private static final String CLAIM =
            "insert into claims (user_id, coupon_name, request) values (?, ?, ?) on conflict (user_id, coupon_name) do nothing";

    private static final String TAKE =
            "update coupons set remaining_amount = remaining_amount - 1 where name = ? and remaining_amount > 0";

    private static final String IS_CLAIM = "select from claims where request = ? and user_id = ? and coupon_name = ?";

    private final Duration longestStatement;

    Store(Duration longestStatement) {
        this.longestStatement = longestStatement;
    }

    void create(Call call, String name, int amount) throws SQLException {
        int made = on(call, WRITING).run(limited(call, at -> update(at, CREATE, name, amount, amount)));
        if (made == 0) {
            throw Refusal.of(409, "exists", "There is a coupon of this name.");
        }
    }

    Coupon find(Call call, String name) throws SQLException {
        return on(call, READING).run(limited(call, at -> find(at, name))).orElseThrow(Store::notFound);
    }

    void claim(Call call, String user, String coupon) throws SQLException {
        on(call, WRITING).run(limited(call, at -> claim(at, null, user, coupon)));
    }

    /** The same; however often it is asked under the same key, once, and with the same result. */
    void claimOnce(Call call, String key, String user, String coupon) throws SQLException {
        boolean isNew = on(call, WRITING)
                .runOnce(new IdempotencyKey(key), limited(call, at -> claim(at, key, user, coupon)))
                .isPresent();
        if (!isNew && !on(call, READING).run(limited(call, at -> exists(at, IS_CLAIM, key, user, coupon)))) {
            throw Refusal.of(422, "key-reused", "This Idempotency-Key was that of another claim.");
        }
    }

    /** That the user has one is said also when none is left: it comes first. */
    private static boolean claim(Connection at, @Nullable String key, String user, String coupon) throws SQLException {
        boolean left = lock(at, coupon) > 0;
        if (left ? update(at, CLAIM, user, coupon, key) == 0 : exists(at, HAS_CLAIMED, user, coupon)) {
            throw Refusal.of(409, "already-claimed", "This user has claimed this coupon before.");
        }
        if (!left || update(at, TAKE, coupon) == 0) {
            throw Refusal.of(400, "out-of-stock", "None is left of this coupon.");
        }
        return true;
    }

    private static int lock(Connection at, String coupon) throws SQLException {
        try (PreparedStatement query = prepared(at, LOCK, coupon);
                ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw notFound();
            }
            return row.getInt(1);
        }
    }

    private static Optional<Coupon> find(Connection at, String name) throws SQLException {
        try (PreparedStatement query = prepared(at, FIND, name);
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(coupon(row)) : Optional.empty();
        }
    }

    private static Coupon coupon(ResultSet row) throws SQLException {
        String[] claimedBy = (String[]) row.getArray(4).getArray();
        return new Coupon(row.getString(1), row.getInt(2), row.getInt(3), List.of(claimedBy));
    }

    private static boolean exists(Connection at, String sql, Object... values) throws SQLException {
        try (PreparedStatement query = prepared(at, sql, values);
                ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }

    private static int update(Connection at, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(at, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection at, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = at.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static Refusal notFound() {
        return Refusal.of(404, "not-found", "There is no coupon of this name.");
    }

    private static Transactions on(Call call, TransactionOptions options) {
        return Transactions.on(call.dataSource(), options).until(call.deadline());
    }

    /** The deadline bounds each statement already; most of the time it is far away. */
    private <T> Work<T> limited(Call call, Work<T> work) {
        return at -> {
            if (call.deadline().remaining().compareTo(longestStatement) > 0) {
                try (Statement limit = at.createStatement()) {
                    limit.execute("set local statement_timeout = " + longestStatement.toMillis());
                }
            }
            return work.perform(at);
        };
    }
}
