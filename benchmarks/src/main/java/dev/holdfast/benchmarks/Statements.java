package dev.holdfast.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The statements of pgbench's scripts, prepared once per session, as {@code -M prepared} does. Not thread-safe. */
final class Statements {
    private final PreparedStatement read;
    private final PreparedStatement account;
    private final PreparedStatement teller;
    private final PreparedStatement branch;
    private final PreparedStatement history;

    Statements(Connection connection) throws SQLException {
        read = connection.prepareStatement("select abalance from pgbench_accounts where aid = ?");
        account = connection.prepareStatement("update pgbench_accounts set abalance = abalance + ? where aid = ?");
        teller = connection.prepareStatement("update pgbench_tellers set tbalance = tbalance + ? where tid = ?");
        branch = connection.prepareStatement("update pgbench_branches set bbalance = bbalance + ? where bid = ?");
        history = connection.prepareStatement("insert into pgbench_history (tid, bid, aid, delta, mtime)"
                + " values (?, ?, ?, ?, current_timestamp)");
    }

    void read(int aid) throws SQLException {
        read.setInt(1, aid);
        try (ResultSet row = read.executeQuery()) {
            row.next();
            row.getInt(1);
        }
    }

    /** The five statements of the default script, in its order. */
    void transact(int aid, int tid, int bid, int delta) throws SQLException {
        run(account, delta, aid);
        read(aid);
        run(teller, delta, tid);
        run(branch, delta, bid);
        run(history, tid, bid, aid, delta);
    }

    private static void run(PreparedStatement statement, int... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setInt(i + 1, values[i]);
        }
        statement.executeUpdate();
    }
}
