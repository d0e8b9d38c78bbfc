package dev.holdfast.verification.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link LeaseWordRaces} by jcstress, which starts JVMs of its own, in one that is started here. */
class RacesTest {
    private static final boolean LONG = Boolean.getBoolean("holdfast.long");

    /** One JVM for each test, with one way to compile it. */
    private static final List<String> SHORT =
            List.of("-f", "1", "-iters", "1", "-time", "400", "-sc", "false", "-af", "NONE", "-jvmArgs", "-Xmx256m");

    @Test
    void noRaceOnALeaseWordEndsAsItMustNot(@TempDir Path reports) throws Exception {
        Path told = reports.resolve("told.txt");
        int exit = stress(reports, told);
        String all = Files.readString(told);
        assertThat(exit).as(all).isZero();
        assertThat(names())
                .as(all)
                .allSatisfy(name ->
                        assertThat(all.lines()).anyMatch(line -> line.contains("[OK]") && line.endsWith("." + name)));
    }

    private static int stress(Path reports, Path told) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-t",
                "LeaseWordRaces",
                "-r",
                reports.toString(),
                "-v"));
        command.addAll(LONG ? List.of("-m", "default") : SHORT);
        Process process = new ProcessBuilder(command)
                .directory(reports.toFile())
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        try {
            assertThat(process.waitFor(LONG ? 3_600 : 240, TimeUnit.SECONDS))
                    .as("jcstress ended")
                    .isTrue();
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static List<String> names() {
        return List.of(
                "LeaseAgainstLease",
                "LeaseAgainstClaim",
                "AnEndIsOneEnd",
                "AStaleStampEndsNothing",
                "ReleaseAgainstClaim",
                "ParkPublishes",
                "NoWakeUpIsLost",
                "GrantAgainstLease");
    }
}
