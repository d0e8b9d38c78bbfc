package dev.holdfast.proof.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.wire.Bytes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What goes beyond the reference, and what it would wait for in vain. What it does itself: {@link ReferenceTest}. */
class SpecRunTest {
    private static final String TWO_BUYERS = """
            setup { create table stock (n int); insert into stock values (1); create table sold (buyer text); }
            teardown { drop table stock, sold; }
            invariant "no oversell" { select count(*) as sold from sold having count(*) > 1 }
            session a
            step a0 { select 'nothing to do with it' as v; }
            step a1 { select n as seen from stock; }
            step a2 { insert into sold select 'a' from stock where n > 0; update stock set n = 0; }
            session b
            step b1 { insert into sold select 'b' from stock where n > 0; }
            step b2 { update stock set n = 0; }
            step b3 { select 1 as b3; }
            """;

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static final Transcript NOBODY = new Transcript() {
        @Override
        public void out(Bytes text) {}

        @Override
        public void err(Bytes text) {}
    };

    private static SpecResult play(String text, SpecOptions options) throws SQLException, InterruptedException {
        try (Database database = server.createDatabase("spec")) {
            return SpecRun.play(Spec.parse("test", Bytes.of(text)), database, options, NOBODY);
        }
    }

    private static String line(Spec.Permutation permutation) {
        return String.join(
                " ",
                permutation.turns().stream()
                        .map(turn -> turn.step().name().text())
                        .toList());
    }

    @Test
    void a_violated_invariant_comes_with_its_permutations_the_fewest_steps_and_the_rows() throws Exception {
        SpecResult result = play(TWO_BUYERS, SpecOptions.DEFAULT);

        assertThat(result.stopped()).isEmpty();
        assertThat(result.permutations()).isEqualTo(20);
        assertThat(result.broken()).hasSize(1);
        SpecResult.Broken broken = result.broken().get(0);
        assertThat(broken.invariant().name().text()).isEqualTo("no oversell");
        assertThat(broken.permutations()).isNotEmpty().hasSizeLessThan(20);
        assertThat(broken.permutations())
                .allSatisfy(permutation -> assertThat(line(permutation)).matches(".*b1 .*a2 .*b2.*"));
        assertThat(line(broken.smallest())).isEqualTo("b1 a2");
        assertThat(broken.rows().text()).isEqualTo("sold\n----\n   2\n(1 row)\n\n");
        assertThat(result.transcript().text()).contains("invariant \"no oversell\" is violated:\nsold\n");
    }

    @Test
    void attempts_that_leave_a_transaction_open_do_not_keep_the_next_from_beginning() throws Exception {
        SpecResult result = play("""
                setup { create table claim (who text); }
                teardown { drop table claim; }
                invariant "one claim" { select count(*) from claim having count(*) > 1 }
                session a
                step a1 { begin; }
                step a2 { insert into claim select 'a' where not exists (select from claim); }
                step a3 { commit; }
                session b
                step b1 { begin; }
                step b2 { insert into claim select 'b' where not exists (select from claim); }
                step b3 { commit; }
                """, SpecOptions.DEFAULT);

        assertThat(result.stopped()).isEmpty();
        assertThat(result.permutations()).isEqualTo(20);
        assertThat(result.broken()).hasSize(1);
        assertThat(line(result.broken().get(0).smallest())).isEqualTo("a1 a2 b2 a3");
    }

    @Test
    void a_teardown_that_hangs_is_cancelled_and_told() throws Exception {
        SpecResult result = play("""
                setup { create table t (n int); }
                teardown { drop table t; }
                session a step leave { begin; insert into t values (1); }
                """, SpecOptions.DEFAULT.withPatience(Duration.ofMillis(300)));

        assertThat(result.transcript().text())
                .contains("teardown failed: ERROR:  canceling statement due to user request");
        assertThat(result.notes().get(0))
                .startsWith("teardown hangs; the sessions are:")
                .contains("idle in transaction");
    }

    @Test
    void an_invariant_that_holds_leaves_no_trace() throws Exception {
        SpecResult result = play(TWO_BUYERS, SpecOptions.DEFAULT.withOnly(List.of("a2 b1", "b1 b2 a2")));

        assertThat(result.broken()).isEmpty();
        assertThat(result.permutations()).isEqualTo(2);
        assertThat(result.transcript().text()).doesNotContain("invariant");
    }

    @Test
    void an_invariant_that_cannot_be_checked_ends_the_run() throws Exception {
        SpecResult result =
                play("invariant i { select * from nowhere }\nsession s step t { select 1 }", SpecOptions.DEFAULT);

        assertThat(result.stopped().orElseThrow())
                .contains("\"i\" can't be checked")
                .contains("relation \"nowhere\" does not exist");
    }

    @Test
    void an_invariant_sees_what_is_committed_only() throws Exception {
        SpecResult result = play("""
                setup { create table t (n int); }
                teardown { drop table t; }
                invariant empty { select * from t }
                session s setup { begin; } step t { insert into t values (1); } teardown { rollback; }
                """, SpecOptions.DEFAULT);

        assertThat(result.stopped()).isEmpty();
        assertThat(result.broken()).isEmpty();
    }

    @Test
    void a_step_that_hangs_is_cancelled_and_the_sessions_are_shown() throws Exception {
        SpecResult result = play("""
                session a
                step lock { begin; select pg_advisory_lock(7); }
                step again { select 'a still works' as v; }
                teardown { rollback; }
                session b
                step hang { select pg_sleep(60); }
                permutation lock hang again
                """, SpecOptions.DEFAULT.withPatience(Duration.ofMillis(300)));

        assertThat(result.transcript().text())
                .contains("isolationtester: canceling step hang after 0 seconds")
                .contains("ERROR:  canceling statement due to user request")
                .contains("a still works");
        assertThat(result.notes()).hasSize(1);
        assertThat(result.notes().get(0))
                .contains("step hang hangs")
                .contains("isolation/test/b")
                .contains("waits for Timeout PgSleep")
                .contains("isolation/test/a")
                .contains("idle in transaction");
    }

    @Test
    void a_step_that_is_held_back_for_ever_ends_the_run() throws Exception {
        SpecResult result = play("""
                session a step a1 { select 1 as a; }
                session b step b1 { select 2 as b; }
                permutation a1(b1 notices 1) b1
                """, SpecOptions.DEFAULT.withPatience(Duration.ofMillis(200)));

        assertThat(result.stopped().orElseThrow())
                .isEqualTo("failed to complete permutation due to mutually-blocking steps");
        assertThat(result.permutations()).isZero();
    }

    @Test
    void copy_with_the_client_ends_the_run_instead_of_waiting_for_ever() throws Exception {
        SpecResult result = play("session s step t { copy (select 1) to stdout }", SpecOptions.DEFAULT);

        assertThat(result.transcript().text()).endsWith("unexpected result status: PGRES_COPY_OUT\n");
        assertThat(result.stopped().orElseThrow()).contains("COPY");
    }

    @Test
    void an_interrupt_ends_the_run_and_what_its_sessions_do() throws Exception {
        try (Database database = server.createDatabase("spec")) {
            Spec spec = Spec.parse("test", Bytes.of("session s step t { select pg_sleep(600) }"));
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Transcript firstWord = new Transcript() {
                @Override
                public void out(Bytes text) {
                    begun.countDown();
                }

                @Override
                public void err(Bytes text) {}
            };
            Thread player = Thread.ofPlatform().start(() -> {
                try {
                    SpecRun.play(spec, database, SpecOptions.DEFAULT, firstWord);
                } catch (SQLException | InterruptedException | RuntimeException e) {
                    ended.complete(e);
                }
            });
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            awaitSessions(database, "pg_sleep", 1);
            player.interrupt();

            assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            awaitSessions(database, "", 0);
        }
    }

    /** Until so many client backends of {@code database}, beside the one that asks, run a query with {@code text}. */
    private static void awaitSessions(Database database, String text, int count) throws SQLException {
        String sql =
                "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
                        + " and backend_type = 'client backend' and query like '%" + text + "%'";
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (int found = -1; found != count; ) {
                try (ResultSet row = statement.executeQuery(sql)) {
                    row.next();
                    found = row.getInt(1);
                }
            }
        }
    }

    @Test
    void a_sample_is_played_and_drawn_the_same_again() throws Exception {
        SpecResult first = play(TWO_BUYERS, SpecOptions.DEFAULT.withSample(5, 7));
        SpecResult again = play(TWO_BUYERS, SpecOptions.DEFAULT.withSample(5, 7));

        assertThat(first.permutations()).isEqualTo(5);
        assertThat(again.transcript()).isEqualTo(first.transcript());
    }

    @Test
    void a_permutation_of_steps_that_are_not_there_is_refused_before_anything_is_played() {
        assertThatThrownBy(() -> play(TWO_BUYERS, SpecOptions.DEFAULT.withOnly(List.of("a1 b9"))))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("b9");
    }

    @Test
    void what_libpq_takes_from_the_environment_counts_here_too() {
        SpecOptions options = SpecOptions.DEFAULT.withEnvironment(
                Map.of("PGTZ", "UTC", "PGOPTIONS", "-c work_mem=1MB", "PG_TEST_TIMEOUT_DEFAULT", "5", "PGHOST", "x"));

        assertThat(options.startup())
                .containsOnly(Map.entry("TimeZone", "UTC"), Map.entry("options", "-c work_mem=1MB"));
        assertThat(options.patience()).isEqualTo(Duration.ofSeconds(10));
    }
}
