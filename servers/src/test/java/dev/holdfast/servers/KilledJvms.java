package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * JVMs that are going to be killed, and what they may leave behind. Each test has a directory of its own for run directories,
 * so that what it finds is its own: directories in there, processes whose working directory is in there or whose command
 * line names it, System V segments that nobody is attached to, objects in {@code /dev/shm}.
 */
@EnabledOnOs(OS.LINUX)
abstract class KilledJvms {
    private static final Duration ALLOWED = Duration.ofSeconds(2);

    Path parent;
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

    static String readableCopy(String classPath, Path into) throws IOException {
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

    record Child(Process process, BufferedReader output) {
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

    /** A cache with the binaries and without a cluster, so that initdb runs. */
    Map<String, String> coldCache() throws IOException {
        Path cold = Files.createDirectory(parent.resolve("cache-" + children.size()));
        Path warm = Cache.of(Account.current()).root();
        Files.createSymbolicLink(cold.resolve("binaries"), warm.resolve("binaries"));
        return Map.of("HOLDFAST_CACHE", cold.toString());
    }

    /** Returns when its main method has begun. */
    Child spawn(
            List<String> prefix,
            String classPath,
            Class<?> main,
            List<String> arguments,
            Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                main.getName()));
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
    static void kill(Child child) {
        child.process().destroyForcibly();
        child.process().onExit().join();
    }

    void assertNothingIsLeft(String when) {
        assertNothingIsLeft(ALLOWED, when);
    }

    void assertNothingIsLeft(Duration allowed, String when) {
        Map<String, Supplier<? extends Object>> traces = new HashMap<>();
        traces.put("directories", this::directories);
        traces.put("processes", this::inhabitants);
        traces.put(
                "supervisors",
                () -> supervisors().stream().map(ProcessHandle::pid).toList());
        traces.put("System V segments", () -> without(orphanedSegments(), segmentsBefore));
        traces.put("/dev/shm", () -> without(sharedObjects(), sharedObjectsBefore));
        boolean clean = Poll.until(
                Deadline.in(allowed),
                () -> traces.values().stream()
                        .map(trace -> trace.get().toString())
                        .allMatch(text -> text.equals("[]") || text.equals("{}")));
        Map<String, Object> left = new TreeMap<>();
        if (!clean) {
            traces.forEach((name, trace) -> left.put(name, trace.get()));
        }
        assertThat(left).as("left after %s, %s", allowed, when).isEmpty();
    }

    List<String> directories() {
        try (Stream<Path> found = Files.list(parent)) {
            return found.map(Path::toString)
                    .filter(name -> name.contains("/holdfast-"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** By process id, where they are. */
    Map<Long, String> inhabitants() {
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

    List<ProcessHandle> supervisors() {
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

    static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {});
        return process.onExit().join().exitValue();
    }
}
