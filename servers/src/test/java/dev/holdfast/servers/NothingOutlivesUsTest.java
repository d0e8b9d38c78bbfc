package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.core.Deadline;
import dev.holdfast.servers.internal.Account;
import dev.holdfast.servers.internal.Cache;
import dev.holdfast.servers.internal.Poll;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * JVMs are killed with {@code kill -9}, and two seconds later there is no trace. Each test has a directory of its own for
 * run directories, so that what it finds is its own: directories in there, processes whose working directory is in there or
 * whose command line names it, System V segments that nobody is attached to, objects in {@code /dev/shm}.
 */
@EnabledOnOs(OS.LINUX)
class NothingOutlivesUsTest {
    private static final boolean LONG = Boolean.getBoolean("holdfast.long");
    private static final int MOMENTS = LONG ? 200 : 20;
    private static final long SEED = Long.getLong("holdfast.seed", 2026);
    private static final Duration ALLOWED = Duration.ofSeconds(2);

    private Path parent;
    private Set<String> segmentsBefore;
    private Set<String> sharedObjectsBefore;
    private final List<Process> children = new ArrayList<>();

    @BeforeEach
    void look() throws IOException {
        parent = Files.createDirectory(Path.of("/tmp", "hf-" + Long.toHexString(System.nanoTime())));
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxrwx"));
        segmentsBefore = orphanedSegments();
        sharedObjectsBefore = sharedObjects();
    }

    @AfterEach
    void clean() throws IOException {
        children.forEach(Process::destroyForcibly);
        new ProcessBuilder("rm", "-rf", parent.toString()).start().onExit().join();
    }

    /** What a JVM does before it is killed; every kind is also killed while it starts. */
    private static final List<List<String>> KINDS = List.of(
            List.of(),
            List.of("cold cache"),
            List.of("two clients"),
            List.of("kill-postmaster"),
            List.of("suspend-backend"),
            List.of("suspend"),
            List.of("pgbouncer"),
            List.of("pgbouncer", "suspend-backend"));

    @Test
    void killedAtARandomMoment() throws Exception {
        List<List<String>> kinds = PgBouncer.find().isPresent() ? KINDS : KINDS.subList(0, 6);
        Random random = new Random(SEED);
        Map<String, Long> slowest = new TreeMap<>();
        for (int i = 0; i < MOMENTS; i++) {
            List<String> kind = kinds.get(i / 2 % kinds.size());
            String moment = i % 2 == 0 ? killWhileStarting(kind, random) : killWhenReady(kind, random);
            long begun = System.nanoTime();
            assertNothingIsLeft("moment " + i + " of seed " + SEED + ", " + moment);
            slowest.merge(moment, (System.nanoTime() - begun) / 1_000_000, Math::max);
        }
        System.out.println("slowest end after the kill, in ms: " + slowest);
    }

    private String killWhileStarting(List<String> kind, Random random) throws IOException {
        Child child = spawn(parent.toString(), kind);
        // The moment itself, not a wait for something.
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1_500)).toNanos());
        kill(child);
        return "while starting";
    }

    private String killWhenReady(List<String> kind, Random random) throws IOException {
        Child child = spawn(parent.toString(), kind);
        List<Child> all = new ArrayList<>(List.of(child));
        Path directory = child.awaitReady();
        if (kind.contains("two clients")) {
            Child second = spawn(List.of("attach", directory.toString()));
            second.awaitReady();
            all.add(random.nextInt(2), second);
        }
        all.forEach(NothingOutlivesUsTest::kill);
        return kind.isEmpty() ? "running" : String.join(" and ", kind);
    }

    @Test
    void lastOfTwoClientsTakesTheServerWithIt() throws Exception {
        Child first = spawn(List.of(parent.toString()));
        Path directory = first.awaitReady();
        try (EmbeddedPostgres mine = EmbeddedPostgres.attach(directory)) {
            Child second = spawn(List.of("attach", directory.toString()));
            second.awaitReady();
            kill(first);
            assertThat(EmbeddedPostgresTest.one(mine.connect(), "SELECT 1")).isEqualTo("1");
            kill(second);
            assertThat(EmbeddedPostgresTest.one(mine.connect(), "SELECT 1")).isEqualTo("1");
        }
        assertNothingIsLeft("after the last client's close");
    }

    @Test
    void killedSupervisorIsReapedByTheNextStart() throws Exception {
        Child child = spawn(parent.toString(), List.of("suspend-backend"));
        Path dead = child.awaitReady();
        ProcessHandle supervisor = supervisors().getFirst();
        supervisor.destroyForcibly();
        supervisor.onExit().join();
        kill(child);
        assertThat(dead).exists();
        assertThat(inhabitants()).isNotEmpty();
        try (EmbeddedPostgres next =
                EmbeddedPostgres.start(EmbeddedOptions.defaults().withParent(parent))) {
            assertThat(dead).doesNotExist();
            assertThat(inhabitants().values())
                    .isNotEmpty()
                    .allMatch(place -> place.startsWith(next.directory().toString()));
        }
        assertNothingIsLeft("after the next server's close");
    }

    @Test
    void reapingSparesTheLiving() throws Exception {
        try (EmbeddedPostgres living =
                EmbeddedPostgres.start(EmbeddedOptions.defaults().withParent(parent))) {
            Path forgotten = Files.createDirectory(
                    parent.resolve("holdfast-" + Account.current().name() + "-00000000"));
            new ProcessBuilder("chown", "--reference=" + living.directory(), forgotten.toString())
                    .start()
                    .onExit()
                    .join();
            EmbeddedPostgres.start(EmbeddedOptions.defaults().withParent(parent))
                    .close();
            assertThat(forgotten).as("perhaps being made right now").exists();
            Files.setLastModifiedTime(forgotten, FileTime.from(Instant.now().minusSeconds(200)));
            EmbeddedPostgres.start(EmbeddedOptions.defaults().withParent(parent))
                    .close();
            assertThat(forgotten).doesNotExist();
            assertThat(EmbeddedPostgresTest.one(living.connect(), "SELECT 1")).isEqualTo("1");
        }
        assertNothingIsLeft("after close");
    }

    @Test
    void fullDiskIsNamedAndLeavesNothing() throws Exception {
        assumeTrue(Account.current().root(), "only root can mount a small file system");
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=20m,mode=777", "none", parent.toString()) == 0, "no mount");
        try {
            assertThatThrownBy(() ->
                            EmbeddedPostgres.start(EmbeddedOptions.defaults().withParent(parent)))
                    .isInstanceOf(ServerFailed.class)
                    .hasMessageContaining("hint: The disk is full");
            assertNothingIsLeft("on the full disk");
        } finally {
            assertThat(run("umount", parent.toString())).isZero();
        }
    }

    @Test
    void unprivilegedUserNeedsNothingElse() throws Exception {
        assumeTrue(Account.current().root(), "only root can become somebody else");
        String classPath = readableCopy(System.getProperty("java.class.path"), parent.resolve("lib"));
        List<String> command = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");
        Child child =
                spawn(command, classPath, List.of(parent.toString()), Map.of("HOLDFAST_CACHE", parent + "/cache"));
        Path directory = child.awaitReady();
        assertThat(Files.getOwner(directory).getName()).isEqualTo("nobody");
        kill(child);
        assertNothingIsLeft("of an unprivileged user");
    }

    private static String readableCopy(String classPath, Path into) throws IOException {
        Files.createDirectory(into);
        List<String> copies = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path copy = into.resolve(Integer.toString(copies.size()))
                    .resolve(Path.of(entry).getFileName());
            if (Files.exists(Path.of(entry))) {
                Files.createDirectory(copy.getParent());
                assertThat(run("cp", "-r", entry, copy.toString())).isZero();
                copies.add(copy.toString());
            }
        }
        assertThat(run("chmod", "-R", "a+rX", into.toString())).isZero();
        return String.join(File.pathSeparator, copies);
    }

    private record Child(Process process, BufferedReader output) {
        Path awaitReady() throws IOException {
            List<String> said = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("ready ")) {
                    return Path.of(line.substring("ready ".length()));
                }
                said.add(line);
            }
            throw new AssertionError("the child JVM didn't get ready: " + said);
        }
    }

    private Child spawn(String where, List<String> extra) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(where));
        arguments.addAll(extra);
        return extra.contains("cold cache")
                ? spawn(List.of(), System.getProperty("java.class.path"), arguments, coldCache())
                : spawn(arguments);
    }

    /** A cache with the binaries and without a cluster, so that initdb runs. */
    private Map<String, String> coldCache() throws IOException {
        Path cold = Files.createDirectory(parent.resolve("cache-" + children.size()));
        Path warm = Cache.of(Account.current()).root();
        Files.createSymbolicLink(cold.resolve("binaries"), warm.resolve("binaries"));
        return Map.of("HOLDFAST_CACHE", cold.toString());
    }

    private Child spawn(List<String> arguments) throws IOException {
        return spawn(List.of(), System.getProperty("java.class.path"), arguments, Map.of());
    }

    /** Returns when its main method has begun. */
    private Child spawn(List<String> prefix, String classPath, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                Victim.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        children.add(process);
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("begin")) {
                return new Child(process, output);
            }
        }
        throw new AssertionError("the child JVM didn't begin");
    }

    /** SIGKILL, whatever the platform calls it. */
    private static void kill(Child child) {
        child.process().destroyForcibly();
        child.process().onExit().join();
    }

    private void assertNothingIsLeft(String when) {
        Map<String, Supplier<? extends Object>> traces = new HashMap<>();
        traces.put("directories", this::directories);
        traces.put("processes", this::inhabitants);
        traces.put(
                "supervisors",
                () -> supervisors().stream().map(ProcessHandle::pid).toList());
        traces.put("System V segments", () -> without(orphanedSegments(), segmentsBefore));
        traces.put("/dev/shm", () -> without(sharedObjects(), sharedObjectsBefore));
        boolean clean = Poll.until(
                Deadline.in(ALLOWED),
                () -> traces.values().stream()
                        .map(trace -> trace.get().toString())
                        .allMatch(text -> text.equals("[]") || text.equals("{}")));
        Map<String, Object> left = new TreeMap<>();
        if (!clean) {
            traces.forEach((name, trace) -> left.put(name, trace.get()));
        }
        assertThat(left).as("left after %s, %s", ALLOWED, when).isEmpty();
    }

    private List<String> directories() {
        try (Stream<Path> found = Files.list(parent)) {
            return found.map(Path::toString)
                    .filter(name -> name.contains("/holdfast-"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** By process id, where they are. */
    private Map<Long, String> inhabitants() {
        Map<Long, String> found = new TreeMap<>();
        ProcessHandle.allProcesses().forEach(process -> {
            try {
                String place = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                        .toString();
                if (place.startsWith(parent.toString())) {
                    found.put(process.pid(), place);
                }
            } catch (IOException e) {
                // gone, or a zombie
            }
        });
        return found;
    }

    private List<ProcessHandle> supervisors() {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains("holdfast-supervisor\0start"))
                .filter(process -> commandLine(process).contains(parent.toString()))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Ids of segments to which nobody is attached; PostgreSQL's own are there only between its death and our cleaning. */
    private static Set<String> orphanedSegments() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/sysvipc/shm"))) {
            return lines.skip(1)
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(fields -> fields[6].equals("0"))
                    .map(fields -> fields[1])
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** Those that no process uses: somebody else's server may run on this machine. */
    private static Set<String> sharedObjects() {
        try (Stream<Path> found = Files.list(Path.of("/dev/shm"))) {
            return found.map(Path::toString)
                    .filter(name -> name.contains("PostgreSQL"))
                    .filter(name -> ProcessHandle.allProcesses().noneMatch(process -> maps(process.pid(), name)))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            return Set.of();
        }
    }

    private static boolean maps(long pid, String name) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/maps")).contains(name);
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<String> without(Set<String> set, Set<String> taken) {
        Set<String> rest = new TreeSet<>(set);
        rest.removeAll(taken);
        return rest;
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {});
        return process.onExit().join().exitValue();
    }
}
