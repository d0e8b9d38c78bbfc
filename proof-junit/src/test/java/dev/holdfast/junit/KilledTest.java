package dev.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** JVMs that run tests are killed with {@code kill -9}; soon there is no process and no run directory of theirs. */
@EnabledOnOs(OS.LINUX)
class KilledTest {
    private static final int MOMENTS = Boolean.getBoolean("holdfast.long") ? 200 : 4;
    private static final long SEED = Long.getLong("holdfast.seed", 2026);

    /** The server is stopped in order, as what it has is kept for the next run. */
    private static final Duration ALLOWED = Duration.ofSeconds(5);

    private Path cache;
    private final List<Process> children = new ArrayList<>();

    @BeforeEach
    void ownCache() throws IOException {
        cache = Files.createDirectory(Path.of("/tmp", "hf-" + Long.toHexString(System.nanoTime())));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void clean() throws IOException {
        children.forEach(Process::destroyForcibly);
        new ProcessBuilder("rm", "-rf", cache.toString()).start().onExit().join();
    }

    @Test
    void nothingIsLeftOfKilledTests() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < MOMENTS; i++) {
            boolean two = i % 4 == 3;
            List<Process> killed = new ArrayList<>();
            List<Path> data = new ArrayList<>();
            for (int jvm = 0; jvm < (two ? 2 : 1); jvm++) {
                Process process = spawn();
                killed.add(process);
                if (i % 2 == 1) {
                    data.add(ready(process));
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1_200)).toNanos()); // the moment itself
            killed.forEach(KilledTest::kill);
            nothingIsLeft("moment " + i + " of seed " + SEED, data);
        }
    }

    private void nothingIsLeft(String moment, List<Path> data) throws IOException {
        Deadline deadline = Deadline.in(ALLOWED);
        while (!(inhabitants().isEmpty() && directories().isEmpty()) && !deadline.passed()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        assertThat(inhabitants()).as(moment + ": processes").isEmpty();
        assertThat(directories()).as(moment + ": directories of runs").isEmpty();
        assertThat(data).as(moment + ": data directories").noneMatch(Files::exists);
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> entries = Files.list(cache)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("holdfast-"))
                    .toList();
        }
    }

    /** Processes whose working directory is in our directory for runs; those of a server always are. */
    private List<String> inhabitants() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(this::isOurs)
                    .map(KilledTest::commandLine)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean isOurs(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(cache)
                    && !Files.readString(process.resolve("stat")).contains(") Z ");
        } catch (IOException e) {
            return false; // gone meanwhile
        }
    }

    private static String commandLine(Path process) {
        try {
            return process + " " + Files.readString(process.resolve("cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return process + " (gone meanwhile)";
        }
    }

    private Process spawn() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dholdfast.directory=" + cache,
                "-cp",
                System.getProperty("java.class.path"),
                KilledJvm.class.getName());
        builder.environment().put("HOLDFAST_CACHE", cache.toString());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        children.add(process);
        return process;
    }

    private static Path ready(Process process) throws IOException {
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ready ")) {
                    return Path.of(line.substring("ready ".length()));
                }
                said.add(line);
            }
        }
        throw new AssertionError("no database: " + said);
    }

    private static void kill(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }
}
