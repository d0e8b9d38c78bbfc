package dev.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.SqlState;
import dev.holdfast.junit.internal.TestSeed;
import dev.holdfast.junit.internal.TestSessions;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Witness;
import dev.holdfast.servers.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must not be green is not, and each is red for the reason that it says. */
class SessionsTest {
    private static final TestSeed SEED = new TestSeed(4711, "-Dholdfast.seed=4711");

    private Database database;
    private TestDatabase db;
    private Sessions sessions;

    @BeforeEach
    void openTheShop() throws SQLException {
        database = StandIn.SERVER.createDatabase("sessions");
        db = OneDatabase.direct(database);
        sessions = new TestSessions(database, db.dataSource(), SEED);
        run("create table ticket (id int primary key, buyer int); insert into ticket values (1, null);"
                + " create table sale (ticket int not null, buyer int not null)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = db.dataSource().getConnection()) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Looks first, then sells: what the invariant is there to find. */
    private static Outcome sellBlindly(Sessions.Client session) throws SQLException {
        return session.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                boolean free = statement
                        .executeQuery("select 1 from ticket where buyer is null")
                        .next();
                if (!free) {
                    return Outcome.refused("sold out");
                }
                statement.execute("update ticket set buyer = " + session.number());
                statement.execute("insert into sale values (1, " + session.number() + ")");
                return Outcome.committed("sold");
            }
        });
    }

    private static Outcome sell(Sessions.Client session) throws SQLException {
        return session.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                int sold = statement.executeUpdate(
                        "update ticket set buyer = " + session.number() + " where buyer is null");
                return sold == 1 ? Outcome.committed("sold") : Outcome.refused("sold out");
            }
        });
    }

    private static final String SOLD_TWICE = "select ticket, count(*) from sale group by ticket having count(*) > 1";

    @Test
    void workThatStandsItHoldsAndCanBeLookedAt() {
        Sessions.Played played = sessions.of(20)
                .meetAt("select 1 from ticket for update", 20)
                .witness(Witness.lockWaits(20))
                .invariant("one was told so", history -> history.count(event -> event.answered("sold")) == 1)
                .run(SessionsTest::sell)
                .invariant("not sold twice", SOLD_TWICE);
        assertThat(played.verdict()).isEqualTo(new Verdict.Holds());
        assertThat(played.answered("sold")).isEqualTo(1);
        assertThat(played.answered("sold out")).isEqualTo(19);
        assertThat(played.committed()).isEqualTo(1);
        assertThat(played.history().events()).hasSize(20);
        assertThat(played.result().exposure().contended()).isEqualTo(20);
    }

    @Test
    void aBrokenInvariantIsToldWithItsRowsTheEventsAndTheSeed() {
        Sessions.Race race =
                sessions.of(6).meetAt("select 1 from ticket for update", 6).invariant("sold at most once", SOLD_TWICE);
        AssertionError told = catchThrowableOfType(AssertionError.class, () -> race.run(SessionsTest::sellBlindly));
        assertThat(told.getStackTrace()[0].getClassName()).startsWith(SessionsTest.class.getName());
        assertThat(told.getMessage())
                .startsWith("sold at most once: violated, 1 row:\n  ticket=1, count=6\n")
                .contains("session 0", "session 5", "-> committed: sold")
                .endsWith("6 operations, 6 of them contended, 6 overlapping\n"
                        + "seed 4711; the same again: -Dholdfast.seed=4711");
    }

    @Test
    void anInvariantMayBeAskedForAfterwards() {
        Sessions.Played played = sessions.of(6)
                .meetAt("select 1 from ticket for update", 6)
                .run(SessionsTest::sellBlindly)
                .invariant("there is a sale", history -> history.count(event -> event.answered("sold")) > 0);
        assertThatThrownBy(() -> played.invariant("sold at most once", SOLD_TWICE))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("sold at most once: violated, 1 row:\n  ticket=1, count=6\n")
                .hasMessageContaining("session 3");
        assertThatThrownBy(() -> played.invariant(
                        "one was told so", history -> history.events().size() == 1))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("one was told so: violated, the history doesn't satisfy it\n");
        assertThatThrownBy(() -> played.invariant("typo", "selekt"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("(42601)");
    }

    @Test
    void whatMustHoldAlwaysIsLookedAtMeanwhile() {
        Sessions.Race race = sessions.of(2)
                .always("the ticket has a buyer or none has paid", "select * from ticket where buyer = -1")
                .witness(Witness.observations(1));
        assertThatThrownBy(() -> race.each(session -> {
                    session.call(connection -> {
                        execute(connection, "update ticket set buyer = -1");
                        execute(connection, "select pg_sleep(0.1)");
                        execute(connection, "update ticket set buyer = null");
                        return "";
                    });
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("the ticket has a buyer or none has paid: violated, "
                        + "while the sessions were at work, 1 row:\n  id=1, buyer=-1");
    }

    @Test
    void anUndeclaredSqlStateIsUnknownAndADeclaredOneIsNot() throws SQLException {
        run("create table once (id int primary key)");
        Sessions.Work insert = session -> session.call(connection -> {
            execute(connection, "insert into once values (1)");
            return "inserted";
        });
        assertThatThrownBy(() -> sessions.of(5).run(insert))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("unknown: SQLSTATE 23505 was seen 4 times; the scenario declares []\n"
                        + "  23505 first from session ")
                .hasMessageContaining("duplicate key value")
                .hasMessageContaining("hint: Catch it in the work, or declare it: sessions.of(…).expect(…).")
                .hasMessageEndingWith("-Dholdfast.seed=4711");
        run("truncate once");
        assertThat(sessions.of(5).expect(SqlState.UNIQUE_VIOLATION).run(insert).answered("inserted"))
                .isEqualTo(1);
        run("truncate once");
        Sessions.Work wrapped = session -> {
            try {
                return insert.run(session);
            } catch (SQLException e) {
                throw new IllegalStateException("as a framework does", e);
            }
        };
        assertThat(sessions.of(5).expect(SqlState.UNIQUE_VIOLATION).run(wrapped).committed())
                .isEqualTo(1);
    }

    @Test
    void aWitnessThatWasNotSeenIsUnknown() {
        Sessions.Race race = sessions.of(2).witness(Witness.overlaps(1_000));
        assertThatThrownBy(() -> race.run(SessionsTest::sell))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("unknown: overlaps: ")
                .hasMessageContaining("at least 1000 needed");
        Sessions.Race other = sessions.of(2).witness(Witness.lockWaits(1));
        assertThatThrownBy(() -> other.run(session -> session.call(connection -> "nothing to wait for")))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("unknown: lock_waits: 0 seen, at least 1 needed");
    }

    @Test
    void whatASessionThrowsIsTheCause() {
        assertThatThrownBy(() -> sessions.of(3).run(session -> {
                    if (session.number() == 1) {
                        throw new IllegalArgumentException("a bug in the shop");
                    }
                    return "sold";
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "unknown: session 1 threw java.lang.IllegalArgumentException: a bug in the shop")
                .cause()
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sessions.of(3)
                        .each(session -> assertThat(session.number()).isLessThan(2)))
                .isInstanceOf(AssertionError.class)
                .cause()
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("less than");
    }

    /** A checked one, as shops have. */
    private static final class SoldOut extends Exception {
        private static final long serialVersionUID = 1L;

        SoldOut() {
            super("come again tomorrow");
        }
    }

    @Test
    void aRefusalThatWasDeclaredIsNoFailure() {
        Sessions.Played played = sessions.of(4).refusedBy(SoldOut.class).run(session -> {
            if (sell(session) instanceof Outcome.Committed) {
                return "sold";
            }
            throw new SoldOut();
        });
        assertThat(played.committed()).isEqualTo(1);
        assertThat(played.answered("SoldOut: come again tomorrow")).isEqualTo(3);
    }

    @Test
    void lockWaitsAreSeenOnAnyPool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(db.dataSource());
        config.setMaximumPoolSize(5);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            Sessions.Played played = sessions.of(40)
                    .on(pool)
                    .meetAt("select 1 from ticket for update", 5)
                    .witness(Witness.lockWaits(5))
                    .run(SessionsTest::sell);
            assertThat(played.answered("sold")).isEqualTo(1);
        }
    }

    @Test
    void aPoolWithoutAConnectionInTimeLeavesNoDoubt() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(db.dataSource());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(250);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            Sessions.Played played = sessions.of(2)
                    .on(pool)
                    .unjudged()
                    .each(session -> session.call(connection -> {
                        execute(connection, "select pg_sleep(1)");
                        return "";
                    }));
            assertThat(played.history().count(event -> event.outcome() instanceof Outcome.Aborted))
                    .isEqualTo(1);
            assertThatThrownBy(played::assertHolds)
                    .hasMessageContaining("SQLSTATE HY000 was seen 1 times")
                    .hasMessageContaining("Connection is not available");
        }
    }

    @Test
    void workThatHangsIsGivenUpWithWhatEverySessionDid() {
        Sessions.Race race = sessions.of(2).limit(Duration.ofSeconds(1));
        assertThatThrownBy(() -> race.each(session -> session.call(connection -> {
                    execute(connection, "select pg_sleep(600)");
                    return "";
                })))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("unknown: not done after 1 s, while round 1 of 1.")
                .hasMessageContaining("session-0:", "session-1:")
                .hasMessageContaining("pg_sleep(600)");
    }

    @Test
    void theVerdictMayBeAskedForInstead() {
        Sessions.Played played = sessions.of(2).unjudged().run(session -> {
            throw new SoldOut();
        });
        assertThat(played.verdict()).isInstanceOf(Verdict.Unknown.class);
        assertThat(played.history().events()).hasSize(2);
        assertThatThrownBy(played::assertHolds).isInstanceOf(AssertionError.class);
    }

    @Test
    void eachSessionsRandomNumbersComeFromTheSeed() {
        assertThat(drawn(sessions)).isEqualTo(drawn(new TestSessions(database, db.dataSource(), SEED)));
        Sessions others = new TestSessions(database, db.dataSource(), new TestSeed(4712, ""));
        assertThat(drawn(others)).isNotEqualTo(drawn(new TestSessions(database, db.dataSource(), SEED)));
        assertThat(drawn(others).values()).doesNotHaveDuplicates();
        assertThat(sessions.seed()).isEqualTo(4711);
    }

    private static Map<Integer, List<Long>> drawn(Sessions sessions) {
        Map<Integer, List<Long>> drawn = new ConcurrentHashMap<>();
        sessions.of(4)
                .times(3)
                .unjudged()
                .each(session -> drawn.computeIfAbsent(session.number(), number -> new ArrayList<>())
                        .add(session.random().nextLong()));
        return drawn;
    }

    @Test
    void numbersThatMakeNoRaceAreRefused() {
        assertThatThrownBy(() -> sessions.of(1))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("One session races with nobody");
        assertThatThrownBy(() -> sessions.of(1_001)).isInstanceOf(InvalidOption.class);
        assertThatThrownBy(() -> sessions.of(2).times(0)).isInstanceOf(InvalidOption.class);
        assertThatThrownBy(() -> sessions.of(2).meetAt("select 1", 3)).isInstanceOf(InvalidOption.class);
    }

    @Test
    void sessionsWithoutAConnectionAreToldWhatToDo() {
        Sessions.Race race = sessions.of(150);
        assertThatThrownBy(() -> race.each(session -> session.call(connection -> {
                    execute(connection, "select pg_sleep(2)");
                    return "";
                })))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("SQLSTATE 53300")
                .hasMessageContaining("hint: Give the work a pool, or use fewer sessions");
    }
}
