package dev.holdfast.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.junit.Faults;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Template;
import dev.holdfast.junit.TestDatabase;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a transaction's number is worth when the server has crashed meanwhile: docs/races.md. */
@Holdfast(ownServer = true)
@Template(by = Postgres.Tables.class)
class TransactionsAfterCrashTest {
    private final StatusCheck check = new StatusCheck();

    private Postgres postgres;

    @BeforeEach
    void open(TestDatabase database) {
        postgres = new Postgres(database);
    }

    @Test
    void a_number_that_was_given_out_again_after_a_crash_proves_no_commit(Faults faults) throws SQLException {
        String lost = lostInACrash(faults.server());
        String number = lost.substring(0, lost.indexOf('/'));
        int transactions = 0;
        for (String given = ""; !given.equals(number) && transactions < 1_000; transactions++) {
            given = commitAnother();
        }
        try (Connection fresh = postgres.connect()) {
            assertThat(postgres.value("select pg_xact_status('" + number + "'::xid8)"))
                    .as("the number belongs to another one now")
                    .isEqualTo("committed");
            assertThat(check.outcome(fresh, lost)).isEqualTo(Confirmation.Outcome.UNKNOWN);
        }
    }

    @Test
    void a_commit_is_recognised_across_a_clean_restart(Faults faults) throws SQLException {
        Optional<String> mark;
        try (Connection connection = postgres.connect()) {
            connection.setAutoCommit(false);
            Postgres.execute(connection, "insert into done values ('kept')");
            mark = check.mark(connection);
            connection.commit();
        }
        faults.server().restart();
        try (Connection fresh = postgres.connect()) {
            assertThat(check.outcome(fresh, mark.orElseThrow())).isEqualTo(Confirmation.Outcome.COMMITTED);
        }
    }

    /** The mark of a transaction that was open, and nothing of it flushed, when a server process was killed. */
    private String lostInACrash(EmbeddedPostgres server) throws SQLException {
        try (Connection victim = postgres.connect();
                Connection working = postgres.connect()) {
            working.setAutoCommit(false);
            Postgres.execute(working, "insert into done values ('lost')");
            String mark = check.mark(working).orElseThrow();
            server.killBackend(Long.parseLong(Postgres.value(victim, "select pg_backend_pid()")));
            awaitEnd(working);
            return mark;
        } catch (SQLException e) {
            throw new AssertionError("before the crash", e);
        }
    }

    private static void awaitEnd(Connection working) {
        boolean alive = true;
        while (alive) {
            try {
                Postgres.execute(working, "select 1");
            } catch (SQLException e) {
                alive = false;
            }
        }
    }

    /** Its number. While the server recovers, it is tried again. */
    private String commitAnother() throws SQLException {
        while (true) {
            try (Connection connection = postgres.connect()) {
                return Postgres.value(connection, "select pg_current_xact_id()");
            } catch (SQLException e) {
                if (!"57P03".equals(e.getSQLState())
                        && !String.valueOf(e.getSQLState()).startsWith("08")) {
                    throw e;
                }
            }
        }
    }
}
