package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.servers.internal.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** JVMs are killed with {@code kill -9}, and two seconds later there is no trace. */
class NothingOutlivesUsTest extends KilledJvms {
    private static final boolean LONG = Boolean.getBoolean("holdfast.long");
    private static final int MOMENTS = LONG ? 200 : 20;
    private static final long SEED = Long.getLong("holdfast.seed", 2026);

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

    private Child spawn(String where, List<String> extra) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(where));
        arguments.addAll(extra);
        return spawn(arguments, extra.contains("cold cache") ? coldCache() : Map.of());
    }

    private Child spawn(List<String> arguments) throws IOException {
        return spawn(arguments, Map.of());
    }

    private Child spawn(List<String> arguments, Map<String, String> environment) throws IOException {
        return spawn(List.of(), System.getProperty("java.class.path"), Victim.class, arguments, environment);
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
        all.forEach(KilledJvms::kill);
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
        Child child = spawn(
                command,
                classPath,
                Victim.class,
                List.of(parent.toString()),
                Map.of("HOLDFAST_CACHE", parent + "/cache"));
        Path directory = child.awaitReady();
        assertThat(Files.getOwner(directory).getName()).isEqualTo("nobody");
        kill(child);
        assertNothingIsLeft("of an unprivileged user");
    }
}
