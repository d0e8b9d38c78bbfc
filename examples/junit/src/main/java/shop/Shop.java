package shop;

import dev.holdfast.transactions.IdempotencyKey;
import dev.holdfast.transactions.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalInt;
import javax.sql.DataSource;

/** Sells items, as long as there are any. Thread-safe. */
public final class Shop {
    private final DataSource dataSource;
    private final Transactions transactions;

    public Shop(DataSource dataSource) {
        this.dataSource = dataSource;
        this.transactions = Transactions.on(dataSource);
    }

    /** How many there are; nothing if there is no such item. */
    public OptionalInt stock(String item) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return stock(connection, item);
        }
    }

    private static OptionalInt stock(Connection connection, String item) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select stock from items where name = ?")) {
            query.setString(1, item);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
            }
        }
    }

    /** Whether the buyer got one. Repeated on a lost race; a lost answer is an {@code UnknownOutcome}. */
    public boolean buy(String item, String buyer) throws SQLException {
        return transactions.run(connection -> take(connection, item, buyer));
    }

    /** The same; however often it is asked under the same key, one is sold. */
    public boolean buyOnce(String key, String item, String buyer) throws SQLException {
        return transactions
                .runOnce(new IdempotencyKey(key), connection -> take(connection, item, buyer))
                .orElse(true);
    }

    private static boolean take(Connection connection, String item, String buyer) throws SQLException {
        boolean taken =
                update(connection, "update items set stock = stock - 1 where name = ? and stock > 0", item) == 1;
        if (taken) {
            update(connection, "insert into orders (item, buyer) values (?, ?)", item, buyer);
        }
        return taken;
    }

    /** How it must not be done: what was read may have changed when it is written back. */
    public boolean buyCarelessly(String item, String buyer) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            int stock = stock(connection, item).orElse(0);
            if (stock > 0) {
                update(connection, "update items set stock = " + (stock - 1) + " where name = ?", item);
                update(connection, "insert into orders (item, buyer) values (?, ?)", item, buyer);
            }
            connection.commit();
            return stock > 0;
        }
    }

    /** Moves stock between items: two at once in opposite directions can deadlock, and the one that lost is repeated. */
    public void move(String from, String to, int count) throws SQLException {
        transactions.run(
                connection -> update(connection, "update items set stock = stock - " + count + " where name = ?", from)
                        + update(connection, "update items set stock = stock + " + count + " where name = ?", to));
    }

    private static int update(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
