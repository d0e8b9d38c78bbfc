package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.core.Deadline;
import dev.holdfast.servers.internal.Account;
import dev.holdfast.servers.internal.Cache;
import dev.holdfast.servers.internal.Poll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One server for all JVMs of a user, and what stays of it. Each test has a cache of its own, with the clusters of the real one. */
class SharedPostgresTest extends KilledJvms {
    private static final boolean LONG = Boolean.getBoolean("holdfast.long");
    private static final int KILLS = LONG ? 100 : 5;

    /** Shutting down in order takes up to two seconds more. */
    private static final Duration ALLOWED = Duration.ofSeconds(4);

    private Map<String, String> environment = Map.of();
    private Cache cache = new Cache(Path.of("/nowhere"));

    @BeforeAll
    static void warm() {
        EmbeddedPostgres.start(EmbeddedOptions.defaults()).close();
    }

    @BeforeEach
    void cache() throws IOException {
        environment = coldCache();
        cache = new Cache(Path.of(environment.getOrDefault("HOLDFAST_CACHE", "")));
        Account account = Account.current();
        Path warm = Cache.of(account).clusters(account);
        assertThat(run("sh", "-c", "cp -a " + warm + "/[0-9]* " + cache.clusters(account)))
                .isZero();
    }

    private EmbeddedOptions options() {
        return EmbeddedOptions.defaults().withParent(parent);
    }

    private EmbeddedPostgres shared() {
        return EmbeddedPostgres.shared(options(), Account.current(), cache);
    }

    private Child spawn() throws IOException {
        return spawn(
                List.of(),
                System.getProperty("java.class.path"),
                SharedVictim.class,
                List.of(parent.toString()),
                environment);
    }

    private List<Path> kept() {
        try (Stream<Path> files = Files.list(cache.clusters(Account.current()))) {
            return files.filter(file -> file.getFileName().toString().matches("kept-[0-9a-f]{12}-18\\.6\\.0-[0-9a-f]+"))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String templates(EmbeddedPostgres server) throws SQLException {
        return EmbeddedPostgresTest.one(
                server.connect(), "SELECT count(*) FROM pg_database WHERE datname LIKE 'holdfast_template%'");
    }

    @Test
    void whatIsInItIsThereTheNextTime() throws Exception {
        Path first;
        try (EmbeddedPostgres server = shared()) {
            first = server.directory();
            execute(server, "CREATE DATABASE holdfast_template_shop ALLOW_CONNECTIONS false IS_TEMPLATE true");
            execute(server, "ALTER SYSTEM SET work_mem = '1234kB'");
        }
        assertNothingIsLeft("after the last close");
        assertThat(kept()).hasSize(1);
        try (EmbeddedPostgres server = shared()) {
            assertThat(server.directory()).isNotEqualTo(first);
            assertThat(templates(server)).isEqualTo("1");
            assertThat(server.setting("work_mem")).isEqualTo("4MB");
            assertThat(kept()).as("taken").isEmpty();
        }
        assertNothingIsLeft("after the second time");
        assertThat(kept()).hasSize(1);
    }

    @Test
    void usesInOneJvmAndInOthersAreOfOneServer() throws Exception {
        try (EmbeddedPostgres two = shared()) {
            try (EmbeddedPostgres one = shared()) {
                assertThat(two.directory()).isEqualTo(one.directory());
                assertThat(two.version()).isEqualTo(one.setting("server_version"));
            }
            Child child = spawn();
            assertThat(child.awaitReady()).isEqualTo(two.directory());
            assertThat(EmbeddedPostgresTest.one(two.connect(), "SELECT 1")).isEqualTo("1");
            kill(child);
            assertThat(EmbeddedPostgresTest.one(two.connect(), "SELECT 1")).isEqualTo("1");
        }
        assertNothingIsLeft(ALLOWED, "after the last use");
    }

    @Test
    void otherOptionsAreAnotherServer() {
        try (EmbeddedPostgres one = shared();
                EmbeddedPostgres two =
                        EmbeddedPostgres.shared(options().withMaxConnections(30), Account.current(), cache)) {
            assertThat(two.directory()).isNotEqualTo(one.directory());
        }
    }

    @Test
    void allWhoComeAtOnceGetTheSame() throws Exception {
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(spawn());
        }
        Set<Path> directories = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<EmbeddedPostgres>> mine = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                mine.add(threads.submit(this::shared));
            }
            for (Child child : children) {
                directories.add(child.awaitReady());
            }
            for (Future<EmbeddedPostgres> server : mine) {
                directories.add(server.get().directory());
            }
            for (Future<EmbeddedPostgres> server : mine) {
                server.get().close();
            }
        }
        assertThat(directories).hasSize(1);
        children.forEach(KilledJvms::kill);
        assertNothingIsLeft(ALLOWED, "after all");
    }

    @Test
    void killedJvmsServerIsKept() throws Exception {
        Child child = spawn();
        Path directory = child.awaitReady();
        try (EmbeddedPostgres mine = EmbeddedPostgres.attach(directory)) {
            execute(mine, "CREATE DATABASE holdfast_template_shop");
        }
        kill(child);
        assertNothingIsLeft(ALLOWED, "after the kill");
        assertThat(kept()).hasSize(1);
        Child next = spawn();
        try (EmbeddedPostgres mine = EmbeddedPostgres.attach(next.awaitReady())) {
            assertThat(templates(mine)).isEqualTo("1");
        }
        next.process().getOutputStream().close();
        assertThat(next.process().onExit().join().exitValue()).isZero();
        assertNothingIsLeft(ALLOWED, "after the orderly end of a JVM that didn't close");
        assertThat(kept()).hasSize(1);
    }

    /** How far the end of a server has come. */
    private List<Predicate<Path>> moments() {
        return List.of(
                directory -> true,
                directory -> !Files.exists(directory.resolve("data/postmaster.pid")),
                directory -> !Files.exists(directory.resolve("data")),
                directory -> !kept().isEmpty(),
                directory -> !Files.exists(directory));
    }

    @Test
    void whoeverComesWhileItEndsGetsOneThatRuns() throws Exception {
        try (EmbeddedPostgres server = shared()) {
            execute(server, "CREATE DATABASE holdfast_template_shop");
        }
        for (int i = 0; i < KILLS; i++) {
            Child last = spawn();
            Path directory = last.awaitReady();
            Predicate<Path> moment = moments().get(i % moments().size());
            kill(last);
            assertThat(Poll.until(Deadline.in(ALLOWED), () -> moment.test(directory)))
                    .isTrue();
            try (EmbeddedPostgres server = shared()) {
                assertThat(templates(server)).as("after kill %s", i).isEqualTo("1");
                assertThat(directories()).containsExactly(server.directory().toString());
            }
        }
        assertNothingIsLeft(ALLOWED, "after all");
    }

    @Test
    void whatDoesNotStartIsThrownAway() throws Exception {
        try (EmbeddedPostgres server = shared()) {
            execute(server, "CREATE DATABASE holdfast_template_shop");
        }
        Path kept = kept().getFirst();
        Files.write(kept.resolve("data/global/pg_control"), new byte[8192]);
        try (EmbeddedPostgres server = shared()) {
            assertThat(templates(server)).isEqualTo("0");
        }
        assertThat(kept()).hasSize(1);
        assertNothingIsLeft("after a corrupted start");
    }

    @Test
    void whatWeCannotLogInToIsThrownAway() throws Exception {
        try (EmbeddedPostgres server = shared()) {
            execute(server, "ALTER ROLE postgres PASSWORD 'another'");
        }
        assertThat(kept()).hasSize(1);
        try (EmbeddedPostgres server = shared()) {
            assertThat(templates(server)).isEqualTo("0");
        }
    }

    @Test
    void whatIsOfAnEarlierBootIsThrownAway() throws Exception {
        try (EmbeddedPostgres server = shared()) {
            execute(server, "CREATE DATABASE holdfast_template_shop");
        }
        Files.writeString(kept().getFirst().resolve("boot"), "another\n");
        try (EmbeddedPostgres server = shared()) {
            assertThat(templates(server)).isEqualTo("0");
        }
    }

    @Test
    void disorderIsNotKept() throws Exception {
        try (EmbeddedPostgres server = shared()) {
            server.killPostmaster();
        }
        assertNothingIsLeft("after a killed postmaster");
        assertThat(kept()).isEmpty();
        try (EmbeddedPostgres server = shared()) {
            server.suspend();
        }
        assertThat(kept()).isEmpty();
        assertNothingIsLeft("after a suspended server");
    }

    @Test
    void serverThatDiedIsReplacedWhileOthersStillHoldIt() {
        try (EmbeddedPostgres dead = shared()) {
            dead.killPostmaster();
            try (EmbeddedPostgres next = shared()) {
                assertThat(next.directory()).isNotEqualTo(dead.directory());
                assertThat(next.isRunning()).isTrue();
            }
        }
    }

    @Test
    void killedSupervisorsServerIsReplaced() throws Exception {
        Child child = spawn();
        Path dead = child.awaitReady();
        ProcessHandle supervisor = supervisors().getFirst();
        supervisor.destroyForcibly();
        supervisor.onExit().join();
        kill(child);
        try (EmbeddedPostgres next = shared()) {
            assertThat(next.directory()).isNotEqualTo(dead);
            assertThat(dead).doesNotExist();
        }
        assertNothingIsLeft("after the next server's close");
    }

    @Test
    void whatNobodyCanUseAnyMoreIsForgotten() throws Exception {
        Path state = cache.clusters(Account.current());
        Path orphan = Files.createDirectory(state.resolve("kept-0000-99.9"));
        Files.writeString(orphan.resolve("programs"), parent + "/uninstalled\n");
        Path half = Files.createDirectory(state.resolve("kept-0000-99.9.new"));
        assertThat(run("chown", "-R", "--reference=" + state, orphan.toString(), half.toString()))
                .isZero();
        shared().close();
        assertNothingIsLeft("after close");
        assertThat(orphan).doesNotExist();
        assertThat(half).doesNotExist();
        Path old = kept().getFirst();
        assertThat(run("touch", "-d", "40 days ago", old.toString())).isZero();
        EmbeddedPostgres.shared(options().withMaxConnections(30), Account.current(), cache)
                .close();
        assertNothingIsLeft("after another's close");
        assertThat(kept()).hasSize(1).doesNotContain(old);
    }

    /** Then it is copied, not renamed. */
    @Test
    void runDirectoryMayBeOnAnotherFileSystemThanTheCache() throws Exception {
        assumeTrue(Account.current().root(), "only root can mount a file system");
        Path disk = Files.createDirectory(parent.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=400m,mode=777", "none", disk.toString()) == 0, "no mount");
        try {
            EmbeddedOptions there = options().withParent(disk);
            try (EmbeddedPostgres server = EmbeddedPostgres.shared(there, Account.current(), cache)) {
                execute(server, "CREATE DATABASE holdfast_template_shop");
            }
            assertThat(kept()).hasSize(1);
            try (EmbeddedPostgres server = EmbeddedPostgres.shared(there, Account.current(), cache)) {
                assertThat(templates(server)).isEqualTo("1");
            }
            assertNothingIsLeft(ALLOWED, "on another file system");
            assertThat(disk).isEmptyDirectory();
        } finally {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    @Test
    void cleaningTakesWhatIsKept() throws Exception {
        EmbeddedPostgres running = shared();
        cache.clear();
        running.close();
        assertNothingIsLeft("after close without a cache");
        assertThat(cache.root()).doesNotExist();
    }

    @Test
    void unprivilegedUserKeepsHisOwn() throws Exception {
        assumeTrue(Account.current().root(), "only root can become somebody else");
        String classPath = readableCopy(System.getProperty("java.class.path"), parent.resolve("lib"));
        List<String> command = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");
        Map<String, String> own = Map.of("HOLDFAST_CACHE", parent + "/cache");
        List<String> arguments = List.of(parent.toString());
        Child one = spawn(command, classPath, SharedVictim.class, arguments, own);
        Path directory = one.awaitReady();
        Child two = spawn(command, classPath, SharedVictim.class, arguments, own);
        assertThat(two.awaitReady()).isEqualTo(directory);
        assertThat(Files.getOwner(directory).getName()).isEqualTo("nobody");
        kill(one);
        kill(two);
        assertNothingIsLeft(ALLOWED, "of an unprivileged user");
        assertThat(parent.resolve("cache/clusters-nobody")).isDirectoryContaining("glob:**/kept-*-18.6.0-*");
    }
}
