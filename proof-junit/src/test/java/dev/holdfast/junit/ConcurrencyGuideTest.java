package dev.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.core.SqlState;
import dev.holdfast.proof.fault.Armed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the guide shows: tests as a user writes them. */
@ExtendWith(StandIn.class)
class ConcurrencyGuideTest {
    /** The service that is tested. */
    private record Shop(DataSource source, AtomicInteger retries) {
        Shop(DataSource source) {
            this(source, new AtomicInteger());
        }

        /** Whether {@code buyer} got the ticket. */
        boolean buy(int ticket, int buyer) throws SQLException {
            return update("update ticket set buyer = ? where id = ? and buyer is null", buyer, ticket) == 1;
        }

        /** As somebody would write it who hasn't thought of a second buyer. */
        boolean buyBlindly(int ticket, int buyer) throws SQLException {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                ResultSet free = statement.executeQuery("select 1 from ticket where buyer is null and id = " + ticket);
                return free.next() && update("insert into sale values (?, ?)", ticket, buyer) == 1;
            }
        }

        /** Takes first from one account and then gives to the other, which another transfer may do the other way round. */
        void transfer(int from, int to, int amount) throws SQLException {
            while (true) {
                try (Connection connection = source.getConnection()) {
                    connection.setAutoCommit(false);
                    update(connection, "update account set balance = balance - ? where id = ?", amount, from);
                    update(connection, "update account set balance = balance + ? where id = ?", amount, to);
                    connection.commit();
                    return;
                } catch (SQLException e) {
                    if (!SqlState.DEADLOCK_DETECTED.code().equals(e.getSQLState())) {
                        throw e;
                    }
                    retries.incrementAndGet();
                }
            }
        }

        /** Done once, however often it is tried: the key says whether it was. */
        void order(int key) throws SQLException {
            for (int attempt = 1; ; attempt++) {
                try {
                    inTransaction("insert into ordered values (?) on conflict do nothing", key);
                    return;
                } catch (SQLException e) {
                    boolean lost = SqlState.of(e).map(SqlState::losesSession).orElse(true);
                    if (!lost || attempt == 10) {
                        throw e;
                    }
                    retries.incrementAndGet();
                }
            }
        }

        private void inTransaction(String sql, int... arguments) throws SQLException {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                update(connection, sql, arguments);
                connection.commit();
            }
        }

        private int update(String sql, int... arguments) throws SQLException {
            try (Connection connection = source.getConnection()) {
                return update(connection, sql, arguments);
            }
        }

        private static int update(Connection connection, String sql, int... arguments) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < arguments.length; i++) {
                    statement.setInt(i + 1, arguments[i]);
                }
                return statement.executeUpdate();
            }
        }
    }

    @BeforeEach
    void schema(TestDatabase db) throws SQLException {
        try (Connection connection = db.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table ticket (id int primary key, buyer int);
                    create table sale (ticket int, buyer int);
                    create table account (id int primary key, balance int);
                    create table ordered (key int unique);
                    insert into ticket values (1, null);
                    insert into account select id, 100 from generate_series(0, 4) as id""");
        }
    }

    // tag::race[]
    @Test
    void theLastTicketIsSoldOnce(TestDatabase db, Sessions sessions) {
        Shop shop = new Shop(db.dataSource());
        sessions.of(50)
                .run(session -> shop.buy(1, session.number()))
                .invariant("one of them was told so", history -> history.count(event -> event.answered("true")) == 1);
    }
    // end::race[]

    /** What the test before is worth: it sees what it is there to see. */
    @Test
    void aTicketThatIsSoldTwiceIsSeen(TestDatabase db, Sessions sessions) {
        Shop shop = new Shop(db.dataSource());
        Sessions.Race race = sessions.of(4)
                .meetAt("lock table sale", 4)
                .invariant("sold at most once", "select ticket from sale group by ticket having count(*) > 1");
        assertThatThrownBy(() -> race.run(session -> shop.buyBlindly(1, session.number())))
                .hasMessageStartingWith("sold at most once: violated, 1 row:\n  ticket=1\n");
    }

    // tag::deadlock[]
    @Test
    void aTransferIsTriedAgainAfterADeadlock(TestDatabase db, Faults faults) throws SQLException {
        Shop shop = new Shop(db.dataSource());
        Armed deadlock = faults.arm("error(40P01) instead-of command-complete(UPDATE) nth 2");
        shop.transfer(0, 1, 10);
        faults.struck(deadlock);
        assertThat(shop.retries()).hasValue(1);
        assertThat(faults.<Integer>truth(
                        db, connection -> number(connection, "select balance from account where id = 1")))
                .isEqualTo(110);
    }
    // end::deadlock[]

    // tag::seeds[]
    @RepeatWithSeeds(3)
    void moneyOnlyMoves(TestDatabase db, Sessions sessions, RandomGenerator random) {
        Shop shop = new Shop(db.dataSource());
        int amount = random.nextInt(1, 50);
        sessions.of(8)
                .times(2)
                .always("no money is made or lost", "select sum(balance) from account having sum(balance) <> 500")
                .each(session -> shop.transfer(
                        session.random().nextInt(5), session.random().nextInt(5), amount));
    }
    // end::seeds[]

    // tag::cut[]
    @Test
    void anOrderWhoseAnswerIsLostIsThereOnce(TestDatabase db, Faults faults) throws SQLException {
        Shop shop = new Shop(db.dataSource());
        Armed cut = faults.arm("reset before command-complete(COMMIT)");
        shop.order(1);
        faults.struck(cut);
        assertThat(shop.retries()).hasValue(1);
        assertThat(faults.<Integer>truth(db, ConcurrencyGuideTest::orders)).isEqualTo(1);
    }
    // end::cut[]

    private static int orders(Connection connection) throws SQLException {
        return number(connection, "select count(*) from ordered");
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    // tag::restart[]
    @Test
    void ordersGoOnWhenTheServerIsRestarted(TestDatabase db, Faults faults, Sessions sessions) throws SQLException {
        AtomicBoolean restarted = new AtomicBoolean();
        try (HikariDataSource pool = pool(db)) {
            Shop shop = new Shop(pool);
            sessions.of(4).times(10).each(session -> {
                if (session.number() == 0 && !restarted.getAndSet(true)) {
                    faults.server().restart();
                }
                shop.order(session.random().nextInt());
            });
        }
        assertThat(faults.<Integer>truth(db, ConcurrencyGuideTest::orders)).isEqualTo(40);
    }
    // end::restart[]

    private static HikariDataSource pool(TestDatabase db) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(db.dataSource());
        config.setMaximumPoolSize(5);
        return new HikariDataSource(config);
    }
}
