package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.SqlState;
import dev.holdfast.junit.spi.TemplateStep;
import dev.holdfast.junit.spi.TemplateTarget;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.ExternalPostgres;
import dev.holdfast.servers.PostgresServer;
import dev.holdfast.servers.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {
    private static final int THREADS = 16;

    private static EmbeddedPostgres server;
    private static final ExecutorService THREAD_POOL = Executors.newCachedThreadPool();

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    static void stop() {
        THREAD_POOL.shutdownNow();
        server.close();
    }

    /** All is a template, or is gone; nothing half-made stays. */
    @AfterEach
    void nothingHalfMadeIsLeft() throws SQLException {
        assertThat(list("SELECT datname FROM pg_database WHERE datname LIKE 'holdfast%' AND (NOT datistemplate"
                        + " OR datallowconn OR datname NOT LIKE 'holdfast\\_template\\_%')"))
                .isEmpty();
    }

    /** Another JVM, as far as the server can tell. */
    private static ExternalPostgres run() {
        return run("postgres", server.password().use(String::new), "postgres");
    }

    private static ExternalPostgres run(String user, String password, String database) {
        return run(server.port(), user, password, database);
    }

    private static ExternalPostgres run(int port, String user, String password, String database) {
        return ExternalPostgres.open(Target.parse(
                        "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable",
                        Map.of("PGUSER", user, "PGPASSWORD", password))
                .withShared(true));
    }

    private static List<String> list(PostgresServer on, String database, String sql) throws SQLException {
        try (Connection connection = on.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> list = new ArrayList<>();
            while (rows.next()) {
                list.add(rows.getString(1));
            }
            return list;
        }
    }

    private static List<String> list(String sql) throws SQLException {
        return list(server, "postgres", sql);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean exists(String database) throws SQLException {
        return !list("SELECT 1 FROM pg_database WHERE datname = '" + database + "'")
                .isEmpty();
    }

    /** What one does, and a name that makes it this test's own. */
    private interface Action {
        void apply(TemplateTarget target) throws Exception;
    }

    private record Step(String name, Action action, AtomicInteger times) implements TemplateStep {
        Step(String name, Action action) {
            this(name, action, new AtomicInteger());
        }

        @Override
        public String fingerprint() {
            return name;
        }

        @Override
        public void apply(TemplateTarget target) throws Exception {
            times.incrementAndGet();
            action.apply(target);
        }
    }

    private static Recipe recipe(TemplateStep... steps) {
        return new Recipe(List.of(steps));
    }

    private static ScriptStep script(String text) {
        return new ScriptStep("s.sql", () -> text.getBytes(StandardCharsets.UTF_8));
    }

    private static void sql(TemplateTarget target, String sql) throws SQLException {
        try (Connection connection = target.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertFails(Templates templates, Recipe recipe, String... words) {
        assertThatThrownBy(() -> templates.database(recipe))
                .isInstanceOf(TemplateFailed.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void noStepsMeanAnEmptyDatabase() {
        assertThat(new Templates(server).database(Recipe.EMPTY)).isEqualTo("template0");
    }

    @Test
    void manyThreadsOfManyRunsMakeItOnce() throws Exception {
        Step step = new Step("counted", target -> sql(target, "CREATE TABLE counted ()"));
        Recipe recipe = recipe(script("CREATE TABLE a (a int); INSERT INTO a VALUES (1)"), step);
        try (ExternalPostgres one = run();
                ExternalPostgres two = run();
                ExternalPostgres three = run()) {
            List<Templates> runs = List.of(new Templates(one), new Templates(two), new Templates(three));
            CyclicBarrier together = new CyclicBarrier(THREADS);
            List<Future<String>> names = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Templates templates = runs.get(i % runs.size());
                names.add(THREAD_POOL.submit(() -> {
                    together.await();
                    return templates.database(recipe);
                }));
            }
            String name = names.getFirst().get();
            for (Future<String> other : names) {
                assertThat(other.get()).isEqualTo(name);
            }
            assertThat(step.times()).hasValue(1);
            assertThat(name).matches("holdfast_template_[0-9a-f]{16}");
            assertThat(runs.getFirst().database(recipe)).isEqualTo(name);
        }
        assertThat(exists(new Templates(server).database(recipe))).isTrue();
        assertThat(step.times()).hasValue(1);
    }

    @Test
    void itIsClonedThoughNobodyMayConnect() throws SQLException {
        String name =
                new Templates(server).database(recipe(script("CREATE TABLE c (a int); INSERT INTO c VALUES (7)")));
        assertThatThrownBy(() -> server.connect(name))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55000"))
                .hasMessageContaining("not currently accepting connections");
        String clone = server.nameFor("clone");
        execute("CREATE DATABASE " + clone + " TEMPLATE " + name);
        assertThat(list(server, clone, "SELECT a FROM c")).containsExactly("7");
        assertThat(list(server, clone, "SELECT reltuples FROM pg_class WHERE relname = 'c' AND relallvisible = 1"))
                .containsExactly("1");
        execute("DROP DATABASE " + clone);
        assertThat(list("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '" + name + "'")
                        .getFirst())
                .matches("holdfast template [0-9a-f]{64}, last used \\d{4}-\\d\\d-\\d\\d")
                .contains(name.replace(TemplateCatalog.PREFIX, ""));
    }

    @Test
    void changedContentIsAnotherTemplate(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("s.sql");
        Files.writeString(file, "CREATE TABLE first ()");
        Recipe recipe = new Recipe(new ScriptLocations(TemplatesTest.class).steps("file:" + file));
        Templates templates = new Templates(server);
        String first = templates.database(recipe);
        Files.writeString(file, "CREATE TABLE second ()");
        assertThat(templates.database(recipe)).isNotEqualTo(first);
        Files.writeString(file, "CREATE TABLE first ()");
        assertThat(templates.database(recipe)).isEqualTo(first);
    }

    /** Its run's connection ends, as with the JVM: the lock and the half-made database are free for the next. */
    @Test
    void aKilledBuilderIsSucceeded() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        Recipe recipe = recipe(new Step("killed", target -> {
            sql(target, "CREATE TABLE half ()");
            begun.countDown();
            killed.await();
        }));
        ExternalPostgres dying = run();
        try (ExternalPostgres next = run()) {
            Future<String> lost = THREAD_POOL.submit(() -> new Templates(dying).database(recipe));
            begun.await();
            Future<String> waiting = THREAD_POOL.submit(() -> new Templates(next).database(recipe));
            awaitWaiter();
            assertThat(waiting).isNotDone();
            execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                    + " AND classid = " + 0x484F_0004);
            killed.countDown();
            String name = waiting.get();
            assertThat(exists(name)).isTrue();
            assertThatThrownBy(lost::get)
                    .hasRootCauseInstanceOf(SQLException.class)
                    .hasMessageContainingAll("the server went away while a template was made", "57P01");
            assertThat(list("SELECT count(*) FROM pg_database WHERE datname LIKE 'holdfast\\_template\\_%' AND"
                            + " shobj_description(oid, 'pg_database') LIKE '%" + name.substring(18) + "%'"))
                    .containsExactly("1");
        } finally {
            dying.close();
        }
    }

    /** A JVM that prepares a template until it is killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] port) {
            new Templates(run(Integer.parseInt(port[0]), "postgres", System.getenv("PGPASSWORD"), "postgres"))
                    .database(victims(target -> {
                        sql(target, "CREATE TABLE half ()");
                        System.out.write('!');
                        System.out.flush();
                        System.in.read();
                    }));
        }
    }

    private static Recipe victims(Action action) {
        return recipe(new Step("victim's", action));
    }

    @Test
    void aKilledJvmIsSucceededAndItsHalfMadeDatabaseReaped() throws Exception {
        ProcessBuilder java = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                Integer.toString(server.port()));
        java.environment().put("PGPASSWORD", server.password().use(String::new));
        Process victim = java.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (ExternalPostgres next = run()) {
            assertThat(victim.getInputStream().read()).isEqualTo('!');
            Future<String> waiting =
                    THREAD_POOL.submit(() -> new Templates(next).database(victims(target -> sql(target, "SELECT 1"))));
            awaitWaiter();
            victim.destroyForcibly().waitFor();
            assertThat(exists(waiting.get())).isTrue();
        } finally {
            victim.destroyForcibly();
        }
        run().close();
    }

    /** Its run ends, and takes the half-made database with it, while another waits. */
    @Test
    void anEndedRunIsSucceeded() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Recipe recipe = recipe(new Step("ended", target -> {
            try (Connection connection = target.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE half ()");
                begun.countDown();
                ended.await();
                statement.execute("CREATE TABLE whole ()");
            }
        }));
        ExternalPostgres ending = run();
        try (ExternalPostgres next = run()) {
            Future<String> lost = THREAD_POOL.submit(() -> new Templates(ending).database(recipe));
            begun.await();
            Future<String> waiting = THREAD_POOL.submit(() -> new Templates(next)
                    .database(recipe(new Step("ended", target -> sql(target, "CREATE TABLE whole ()")))));
            awaitWaiter();
            ending.close();
            ended.countDown();
            assertThatThrownBy(lost::get).hasMessageContainingAll("the template step ended failed", "SQLSTATE 57P01.");
            assertThat(exists(waiting.get())).isTrue();
        }
    }

    @Test
    void anInterruptedBuilderLeavesItToTheOthers() throws Exception {
        Templates templates = new Templates(server);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        Recipe recipe = recipe(new Step("interrupted", target -> {
            if (times.getAndIncrement() == 0) {
                begun.countDown();
                new CountDownLatch(1).await();
            }
        }));
        Future<String> builder = THREAD_POOL.submit(() -> templates.database(recipe));
        begun.await();
        Future<String> other = THREAD_POOL.submit(() -> templates.database(recipe));
        builder.cancel(true);
        assertThat(other.get()).startsWith(TemplateCatalog.PREFIX);
        assertThat(times).hasValue(2);
    }

    private static void awaitWaiter() throws SQLException {
        while (list("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid = " + 0x484F_0004)
                .isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /** Locks are per database: with two maintenance databases both have it, and the second finds what the first made. */
    @Test
    void whoIsSlowerUsesTheOthers() throws Exception {
        execute("CREATE DATABASE elsewhere");
        Recipe[] recipe = new Recipe[1];
        try (ExternalPostgres other = run("postgres", server.password().use(String::new), "elsewhere")) {
            List<String> names = new ArrayList<>();
            Step step = new Step("overtaken", target -> {
                if (names.isEmpty()) {
                    names.add("first");
                    names.add(new Templates(other).database(recipe[0]));
                }
            });
            recipe[0] = recipe(step);
            assertThat(new Templates(server).database(recipe[0])).isEqualTo(names.getLast());
            assertThat(step.times()).hasValue(2);
        }
    }

    @Test
    void aFailureIsRememberedUntilTheContentChanges() {
        Templates templates = new Templates(server);
        Step step = new Step("failing", target -> sql(target, "SELECT 1/0"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> templates.database(recipe(step)))
                    .isInstanceOf(TemplateFailed.class)
                    .hasMessageContainingAll("the template step failing failed", "division by zero", "SQLSTATE 22012.")
                    .satisfies(e -> assertThat(SqlState.of(e)).contains(new SqlState("22012")));
        }
        assertThat(step.times()).hasValue(1);
        assertFails(templates, recipe(script("SELECT 1;\nSELECT oops;")), "s.sql, line 2, column 8: column \"oops\"");
        assertFails(templates, recipe(script("\\i other.sql")), "s.sql, line 1, column 1: psql's command \\i");
        Step asserting = new Step("asserting", target -> assertThat(1).isEqualTo(2));
        assertFails(templates, recipe(asserting), "the template step asserting failed", "AssertionFailedError");
        Step strange = new Step("strange", target -> {
            throw new IllegalStateException("no such luck");
        });
        assertFails(templates, recipe(strange), "the template step strange failed", "no such luck");
    }

    @Test
    void otherThreadsGetTheSameFailure() throws Exception {
        Templates templates = new Templates(server);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Step step = new Step("slowly failing", target -> {
            begun.countDown();
            go.await();
            sql(target, "SELECT 1/0");
        });
        List<Future<String>> askers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            askers.add(THREAD_POOL.submit(() -> templates.database(recipe(step))));
        }
        begun.await();
        go.countDown();
        for (Future<String> asker : askers) {
            assertThatThrownBy(asker::get).hasMessageContaining("division by zero");
        }
        assertThat(step.times()).hasValue(1);
    }

    @Test
    void aFullDiskIsNotRemembered() {
        Templates templates = new Templates(server);
        AtomicInteger times = new AtomicInteger();
        Recipe recipe = recipe(new Step("full", target -> {
            if (times.getAndIncrement() == 0) {
                throw new SQLException("could not extend file: No space left on device", "53100");
            }
        }));
        assertFails(templates, recipe, "the template step full failed", "No space left on device", "SQLSTATE 53100.");
        assertThat(templates.database(recipe)).startsWith(TemplateCatalog.PREFIX);
    }

    @Test
    void contentThatChangesMeanwhileIsTriedAgain() {
        AtomicInteger version = new AtomicInteger();
        AtomicInteger times = new AtomicInteger();
        TemplateStep once = changing(version, () -> times.getAndIncrement() == 0);
        assertThat(new Templates(server).database(recipe(once))).startsWith(TemplateCatalog.PREFIX);
        assertThat(times).hasValue(2);
        assertFails(
                new Templates(server),
                recipe(script("SELECT 1"), changing(version, () -> true)),
                "the content of the template step changing keeps changing",
                "2 attempts",
                "hint: Don't write the files");
    }

    private static TemplateStep changing(AtomicInteger version, java.util.function.BooleanSupplier changes) {
        return new TemplateStep() {
            @Override
            public String name() {
                return "changing";
            }

            @Override
            public String fingerprint() {
                return "changing " + version.get();
            }

            @Override
            public void apply(TemplateTarget target) {
                if (changes.getAsBoolean()) {
                    version.incrementAndGet();
                }
            }
        };
    }

    @Test
    void aPoolLeftOpenIsNamed() throws Exception {
        List<Connection> pool = new ArrayList<>();
        Step step = new Step("leaving", target -> {
            pool.add(target.dataSource().getConnection());
            pool.add(target.dataSource().getConnection());
        });
        assertFails(
                new Templates(server),
                recipe(step),
                "the template step leaving left 2 behind that keep the template from being cloned",
                "detail: session ",
                " of holdfast, idle; session ",
                "hint: Close connections and pools");
        assertThat(pool).noneMatch(TemplatesTest::isUsable);
    }

    private static boolean isUsable(Connection connection) {
        try {
            return connection.isValid(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutTheRightToCreateDatabasesItSaysWhatToGrant() throws SQLException {
        execute("CREATE ROLE poor LOGIN CREATEDB PASSWORD 'p'");
        try (ExternalPostgres poor = run("poor", "p", "postgres")) {
            Templates templates = new Templates(poor);
            execute("ALTER ROLE poor NOCREATEDB");
            Recipe recipe = recipe(script("CREATE TABLE poor ()"));
            assertFails(
                    templates,
                    recipe,
                    "the user poor may not create databases",
                    "permission denied to create database (42501)",
                    "hint: ALTER ROLE \"poor\" CREATEDB;");
            execute("ALTER ROLE poor CREATEDB");
            String name = templates.database(recipe);
            assertThat(new Templates(server).database(recipe))
                    .as("another owner's")
                    .isNotEqualTo(name);
        }
    }

    @Test
    void aServerThatStopsMeanwhileIsNotRemembered() throws Exception {
        try (EmbeddedPostgres mortal = EmbeddedPostgres.start(EmbeddedOptions.defaults())) {
            Templates templates = new Templates(mortal);
            AtomicInteger times = new AtomicInteger();
            Recipe recipe = recipe(new Step("stopping", target -> {
                if (times.getAndIncrement() == 0) {
                    mortal.immediateShutdown();
                }
            }));
            assertFails(templates, recipe, "the server went away while a template was made");
            assertFails(templates, recipe, "the server went away while a template was made", "(08001)");
            mortal.startAgain();
            assertThat(templates.database(recipe)).startsWith(TemplateCatalog.PREFIX);
            assertThat(times).hasValue(2);
        }
    }

    @Test
    void aTemplateThatSomebodyDroppedIsMadeAgain() throws SQLException {
        Recipe recipe = recipe(script("CREATE TABLE dropped ()"));
        String name = new Templates(server).database(recipe);
        execute("ALTER DATABASE " + name + " IS_TEMPLATE false");
        execute("DROP DATABASE " + name);
        assertThat(new Templates(server).database(recipe)).isEqualTo(name);
        assertThat(exists(name)).isTrue();
        execute("UPDATE pg_database SET datconnlimit = -2, datistemplate = false WHERE datname = '" + name + "'");
        assertThat(new Templates(server).database(recipe)).isEqualTo(name);
        assertThat(list("SELECT datconnlimit FROM pg_database WHERE datname = '" + name + "'"))
                .containsExactly("-1");
    }

    @Test
    void anotherOfTheSameNameGetsALongerName() throws SQLException {
        Recipe recipe = recipe(script("CREATE TABLE twin ()"));
        String name = new Templates(server).database(recipe);
        comment(name, "holdfast template " + "0".repeat(64) + ", last used 2999-01-01");
        String longer = new Templates(server).database(recipe);
        assertThat(longer).startsWith(name).hasSize(TemplateCatalog.PREFIX.length() + 40);
        comment(longer, "of somebody");
        assertFails(new Templates(server), recipe, "all names for a template are taken", longer);
    }

    private static void comment(String database, String text) throws SQLException {
        execute("COMMENT ON DATABASE " + database + " IS '" + text + "'");
    }

    @Test
    void whatNobodyUsedForAMonthIsDropped() throws Exception {
        Templates templates = new Templates(server);
        List<Recipe> recipes = List.of(
                recipe(script("CREATE TABLE old ()")),
                recipe(script("CREATE TABLE locked ()")),
                recipe(script("CREATE TABLE recent ()")),
                recipe(script("CREATE TABLE returns ()")));
        List<String> names = recipes.stream().map(templates::database).toList();
        List<Integer> ages = List.of(31, 400, 30, 31);
        for (int i = 0; i < names.size(); i++) {
            execute("DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE " + names.get(i)
                    + " IS %L', (SELECT regexp_replace(shobj_description(oid, 'pg_database'), '[-0-9]{10}$', '')"
                    + " || (now() AT TIME ZONE 'UTC')::date - " + ages.get(i) + " FROM pg_database"
                    + " WHERE datname = '" + names.get(i) + "')); END $$");
        }
        assertThat(new Templates(server).database(recipes.get(3))).isEqualTo(names.get(3));
        try (Connection holder = server.connect()) {
            TemplateCatalog catalog = new TemplateCatalog(holder);
            String fingerprint = list("SELECT substring(shobj_description(oid, 'pg_database') from 19 for 64)"
                            + " FROM pg_database WHERE datname = '" + names.get(1) + "'")
                    .getFirst();
            catalog.lock(fingerprint);
            new Templates(server).database(recipe(script("CREATE TABLE new ()")));
            while (exists(names.get(0))) {
                Thread.onSpinWait();
            }
            new UnusedTemplates(server).run();
            assertThat(exists(names.get(1))).isTrue();
            assertThat(exists(names.get(2))).isTrue();
            assertThat(exists(names.get(3))).isTrue();
            catalog.unlock(fingerprint);
            new UnusedTemplates(server).run();
            assertThat(exists(names.get(1))).isFalse();
        }
    }

    @Test
    void anInterruptedWaiterDoesNotWait() throws Exception {
        Templates templates = new Templates(server);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Recipe recipe = recipe(new Step("slow", target -> {
            begun.countDown();
            go.await();
        }));
        Future<String> builder = THREAD_POOL.submit(() -> templates.database(recipe));
        begun.await();
        Thread.currentThread().interrupt();
        assertFails(templates, recipe, "interrupted while another thread made the template");
        assertThat(Thread.interrupted()).isTrue();
        go.countDown();
        assertThat(builder.get()).startsWith(TemplateCatalog.PREFIX);
    }
}
