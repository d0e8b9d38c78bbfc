package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.junit.Leak;
import dev.holdfast.servers.EmbeddedOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many tests at once, of which each uses much of what others may leak, and leaves nothing: nobody is to be accused. */
class LeakNoiseTest {
    private static final boolean LONG = Boolean.getBoolean("holdfast.long");
    private static final int THREADS = 16;
    private static final int TESTS_EACH = LONG ? 625 : 20;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String[] USES = {
        "SET work_mem = '7MB'; RESET work_mem",
        "SELECT pg_advisory_lock(1); SELECT pg_advisory_unlock(1)",
        "CREATE TEMP TABLE t (id int); DROP TABLE t",
        "LISTEN n; UNLISTEN n",
        "PREPARE p AS SELECT 1; DEALLOCATE p",
        "DECLARE c CURSOR WITH HOLD FOR SELECT 1; CLOSE c",
        "BEGIN; CREATE TABLE t (id int); ROLLBACK",
        "BEGIN; CREATE TEMP TABLE t (id int) ON COMMIT DROP; SET LOCAL app.tenant = 'x'; COMMIT",
        "BEGIN; SELECT pg_advisory_xact_lock(1); COMMIT",
    };

    private static Leases leases;

    @BeforeAll
    static void start() throws SQLException {
        leases = new Leases(EmbeddedOptions.defaults().withMaxConnections(200));
    }

    @AfterAll
    static void end() {
        leases.close();
    }

    @Test
    void testsThatLeaveNothingAreNotAccused() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<List<Leak>>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                work.add(() -> tests(number));
            }
            for (Future<List<Leak>> found : threads.invokeAll(work)) {
                assertThat(found.get()).isEmpty();
            }
        }
    }

    /** What was found after each of many tests, one after the other, in a database that nobody else has. */
    private static List<Leak> tests(int thread) throws Exception {
        Lease lease = leases.lease();
        List<Leak> found = new ArrayList<>();
        for (int test = 0; test < TESTS_EACH && found.isEmpty(); test++) {
            LeakWatch watch = new LeakWatch(
                    ServerProbe.of(leases.server()), lease, lease.database().jdbcUrl(), "test " + thread + "/" + test);
            test(watch, thread, thread + test);
            found.addAll(watch.find(PATIENCE));
            watch.close();
        }
        lease.warm().close();
        lease.database().close();
        return found;
    }

    private static void test(LeakWatch watch, int thread, int number) throws SQLException {
        String[] statements = USES[number % USES.length].split("; ");
        if (number % 4 == 0) {
            try (HikariDataSource pool = pool(watch);
                    Connection connection = watch.watched(pool).getConnection()) {
                run(connection, statements);
            }
        } else {
            try (Connection connection = watch.dataSource().getConnection()) {
                run(connection, statements);
            }
        }
        if (number % 10 == 0) {
            try (Connection connection = watch.dataSource().getConnection()) {
                run(connection, "CREATE ROLE r" + thread, "DROP ROLE r" + thread);
            }
        }
    }

    private static HikariDataSource pool(LeakWatch watch) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(watch.dataSource());
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    /** Printed, not asserted: what a look at a test that left nothing costs, and one at a session that is given back. */
    @Test
    void theCostOfLookingIsPrinted() throws SQLException {
        Lease lease = leases.lease();
        ServerProbe probe = ServerProbe.of(leases.server());
        print("a clean check", () -> {
            LeakWatch watch = new LeakWatch(probe, lease, lease.database().jdbcUrl(), "cost");
            assertThat(watch.find(PATIENCE)).isEmpty();
            watch.close();
        });
        Connection session = Wire.below(lease.warm());
        print("a session that is given back", () -> {
            if (session != null) {
                SessionState.of(session, List.of());
            }
        });
        lease.warm().close();
        lease.database().close();
    }

    private static void print(String what, Work work) throws SQLException {
        long[] nanos = new long[500];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            work.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos, 100, nanos.length);
        System.out.printf("%s: median %d µs, 99th percentile %d µs%n", what, nanos[300] / 1000, nanos[495] / 1000);
    }
}
