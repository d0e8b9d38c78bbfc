package dev.holdfast.scenarios.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** A coupon as the oracle reads it, in one statement and so from one snapshot: its row, and the users of its claims. */
public record Book(String coupon, int amount, int remaining, List<String> users) {
    private static final String COUPONS = """
            select c.name, c.amount, c.remaining, coalesce(k.users, '{}') as users
              from coupons c
              left join (select coupon_name, array_agg(user_id::text order by user_id) as users
                           from claims group by coupon_name) k
                on k.coupon_name = c.name""";

    public Book {
        users = List.copyOf(users);
    }

    /** Every coupon there is. */
    public static List<Book> all(Connection oracle) throws SQLException {
        return Sql.rows(oracle, Book::of, COUPONS + " order by c.name");
    }

    /** The coupons whose names end with {@code suffix}. */
    public static List<Book> ending(Connection oracle, String suffix) throws SQLException {
        return Sql.rows(oracle, Book::of, COUPONS + " where c.name like ?", "%" + suffix);
    }

    private static Book of(ResultSet row) throws SQLException {
        return new Book(row.getString("name"), row.getInt("amount"), row.getInt("remaining"), Sql.texts(row, "users"));
    }

    public boolean balanced() {
        return remaining + users.size() == amount;
    }

    int claimsOf(String user) {
        return (int) users.stream().filter(user::equals).count();
    }
}
