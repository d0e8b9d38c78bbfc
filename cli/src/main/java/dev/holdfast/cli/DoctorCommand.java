package dev.holdfast.cli;

import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.Installation;
import dev.holdfast.servers.PgBouncer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What is installed, what works, and what to do about the rest. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Says what is installed, what works (it starts a PostgreSQL), and what to do about the rest.")
final class DoctorCommand implements Callable<Integer> {
    private static final int NEWEST_TESTED_JDK = 25;
    private final PrintStream out = System.out;
    private boolean broken;

    /** Something that is looked at: returns what it found, or throws. */
    private interface Look {
        String look() throws Exception;
    }

    @Override
    public Integer call() {
        check("Holdfast", VersionCommand::holdfast, "");
        check("JDK", DoctorCommand::jdk, "Install a JDK 21 or newer.");
        check("machine", DoctorCommand::machine, "");
        check("account for servers", Installation::account, "Run as another user than root, or install util-linux.");
        check("cache", () -> Installation.cache().toString(), "Set HOLDFAST_CACHE to a folder you may write.");
        check("embedded PostgreSQL", DoctorCommand::postgres, "See the message; docs/troubleshooting.md has more.");
        optional(
                "PgBouncer",
                DoctorCommand::pgbouncer,
                "apt-get install pgbouncer; without it, poolers are not proved.");
        optional("pgbench", DoctorCommand::pgbench, "apt-get install postgresql-contrib; only benchmarks need it.");
        return broken ? ExitCode.BAD_OPTIONS : ExitCode.ALL_HOLD;
    }

    private void check(String what, Look look, String remedy) {
        broken |= !report(what, look, "FAILED ", remedy);
    }

    private void optional(String what, Look look, String remedy) {
        report(what, look, "absent ", remedy);
    }

    private boolean report(String what, Look look, String otherwise, String remedy) {
        try {
            out.printf("ok      %-20s %s%n", what, look.look());
            return true;
        } catch (Exception e) {
            String indented = String.valueOf(e.getMessage()).replace("\n", "\n" + " ".repeat(30));
            out.printf("%s %-20s %s%n%s%s%n", otherwise, what, indented, " ".repeat(29), remedy);
            return false;
        }
    }

    private static String jdk() {
        int feature = Runtime.version().feature();
        String tested = feature > NEWEST_TESTED_JDK ? " (newer than what was tested, " + NEWEST_TESTED_JDK + ")" : "";
        return Runtime.version() + " in " + System.getProperty("java.home") + tested;
    }

    private static String machine() {
        return "%s %s, %d cores, %d MB for this JVM"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.getRuntime().maxMemory() >> 20);
    }

    private static String postgres() {
        long began = System.nanoTime();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.defaults())) {
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            return "%s, started in %d ms, %s"
                    .formatted(
                            server.version(),
                            took.toMillis(),
                            server.durability().claim());
        }
    }

    private static String pgbouncer() {
        return PgBouncer.find()
                .map(program -> program.version() + " in " + program.path())
                .orElseThrow(() -> new IllegalStateException("not found on the path or in /usr/sbin"));
    }

    private static String pgbench() throws IOException {
        return new String(
                        new ProcessBuilder("pgbench", "--version")
                                .start()
                                .getInputStream()
                                .readAllBytes(),
                        StandardCharsets.UTF_8)
                .strip();
    }
}
