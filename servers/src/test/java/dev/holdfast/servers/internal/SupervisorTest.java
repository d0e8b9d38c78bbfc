package dev.holdfast.servers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.core.Deadline;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.ServerFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final Account ACCOUNT = Account.current();
    private static final Cache CACHE = Cache.of(ACCOUNT);
    private static final Path PARENT = Path.of("/tmp");

    private static Supervisor start() {
        return start(ACCOUNT, CACHE);
    }

    private static Supervisor start(Account account, Cache cache) {
        byte[] id = new byte[4];
        new Random().nextBytes(id);
        return Supervisor.start(account, cache, PARENT, HexFormat.of().formatHex(id));
    }

    @Test
    void programsRunBesideItWithTheirOutputAndStatus() {
        try (Supervisor supervisor = start()) {
            Command command = supervisor.run("echo", "pwd; echo error >&2; exit 7");
            assertThat(Poll.until(Deadline.in(Duration.ofSeconds(10)), command::ended))
                    .isTrue();
            assertThat(command.status()).isEqualTo(7);
            assertThat(command.output()).isEqualTo(supervisor.directory() + "\nerror");
            assertThat(command.pid()).isPresent();
            assertThatThrownBy(() -> supervisor.runToEnd("false", "echo because; exit 3", "do it"))
                    .isInstanceOf(ServerFailed.class)
                    .hasMessage("could not do it\n  detail: because (exit status 3).");
        }
    }

    @Test
    void interruptedThreadStillCleansUpAndStaysInterrupted() {
        Supervisor supervisor = start();
        Thread.currentThread().interrupt();
        supervisor.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(supervisor.directory()).doesNotExist();
    }

    @Test
    void portThatSomebodyElseTookIsReplaced() throws IOException {
        Binaries binaries = Binaries.published(PostgresVersion.of(EmbeddedOptions.PINNED_VERSION), CACHE);
        try (ServerSocket thief = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Supervisor supervisor = start()) {
            Iterator<Integer> ports =
                    List.of(thief.getLocalPort(), Ports.free()).iterator();
            Cluster cluster = Cluster.create(supervisor, CACHE, binaries, EmbeddedOptions.defaults(), "", ports::next);
            assertThat(cluster.port()).isNotEqualTo(thief.getLocalPort());
            assertThat(cluster.postmaster()).isPresent();
            assertThat(ports.hasNext()).isFalse();
        }
    }

    @Test
    void cleaningTakesTheCacheToo(@TempDir Path directory) throws IOException {
        Cache cache = new Cache(Files.createDirectory(directory.resolve("cache")));
        assertThat(cache.clusters(ACCOUNT)).isDirectory();
        Supervisor.reap(ACCOUNT, CACHE, PARENT);
        cache.clear();
        assertThat(cache.root()).doesNotExist();
    }

    @Test
    void programThatIgnoresSignalsIsKilled() {
        long pid;
        try (Supervisor supervisor = start()) {
            Command stubborn =
                    supervisor.run("stubborn", "trap '' QUIT TERM INT HUP; : >set; while :; do sleep 1; done");
            assertThat(Poll.until(
                            Deadline.in(Duration.ofSeconds(10)),
                            () -> Files.exists(supervisor.directory().resolve("set"))))
                    .isTrue();
            pid = stubborn.pid().orElseThrow();
            assertThat(Processes.lives(pid)).isTrue();
        }
        assertThat(Processes.lives(pid)).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void supervisorEndsInOrderWhenItIsTerminated() {
        Supervisor supervisor = start();
        Command command = supervisor.run("sleep", "exec sleep 1000");
        assertThat(Poll.until(
                        Deadline.in(Duration.ofSeconds(10)), () -> command.pid().isPresent()))
                .isTrue();
        Path directory = supervisor.directory();
        ProcessHandle.allProcesses()
                .filter(process -> commandLine(process.pid()).endsWith("\0" + id(directory) + "\0"))
                .forEach(ProcessHandle::destroy);
        assertThat(Poll.until(Deadline.in(Duration.ofSeconds(10)), () -> !Files.exists(directory)))
                .isTrue();
        supervisor.close();
        assertThatThrownBy(() -> supervisor.run("late", "true")).isInstanceOf(ServerFailed.class);
    }

    private static String id(Path directory) {
        return directory.toString().substring(directory.toString().length() - 8);
    }

    /** ProcessHandle would cut it off: the supervisor's text is one of its arguments. */
    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void directoryThatTheAccountCannotEnterIsNamed() {
        assertThatThrownBy(() -> Supervisor.start(ACCOUNT, CACHE, Path.of("/nowhere"), "00000000"))
                .isInstanceOf(ServerFailed.class)
                .hasMessageContaining("/nowhere");
    }

    @Test
    void cacheThatTheAccountCannotEnterIsNamed(@TempDir Path rootsOwn) {
        assumeTrue(ACCOUNT.root(), "only root has an account that can't enter");
        assertThatThrownBy(() -> start(ACCOUNT, new Cache(rootsOwn.resolve("cache"))))
                .isInstanceOf(ServerFailed.class)
                .hasMessageContaining("Permission denied")
                .hasMessageContaining("where that account may enter");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void programsAreInASessionThatNoTerminalOfOursCanSignal() throws IOException {
        try (Supervisor supervisor = start()) {
            Command command = supervisor.run("sleep", "exec sleep 1000");
            assertThat(Poll.until(
                            Deadline.in(Duration.ofSeconds(10)),
                            () -> command.pid().isPresent()))
                    .isTrue();
            assertThat(session(command.pid().orElseThrow()))
                    .isNotEqualTo(session(ProcessHandle.current().pid()));
        }
    }

    private static String session(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
    }

    @Test
    void rootWithoutAnotherAccountUsesAUserNamespace() throws IOException {
        assumeTrue(ACCOUNT.root(), "only root needs one");
        Account unshared = Account.choose(command -> command.contains("setpriv") || command.contains("runuser")
                ? new Shell.Result(127, "not found")
                : Shell.run(command));
        assertThat(unshared.name()).isEqualTo("unshared");
        Path directory;
        long pid;
        try (Supervisor supervisor = start(unshared, CACHE)) {
            directory = supervisor.directory();
            supervisor.runToEnd("id", "[ $(id -u) != 0 ]", "be somebody else");
            Command sleep = supervisor.run("sleep", "exec sleep 1000");
            assertThat(Poll.until(
                            Deadline.in(Duration.ofSeconds(10)),
                            () -> sleep.pid().isPresent()))
                    .isTrue();
            pid = sleep.pid().orElseThrow();
        }
        assertThat(directory).doesNotExist();
        assertThat(Processes.lives(pid)).isFalse();
    }
}
