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

    @Test
    void noRaceOnALeaseWordEndsAsItMustNot(@TempDir Path reports) throws Exception {
        Path told = reports.resolve("told.txt");
        int exit = stress(reports, told);
        String all = Files.readString(told);
        assertThat(exit).as(all).isZero();
        assertThat(passed(all)).as(all).isPositive();
        assertThat(all).contains(names()).doesNotContain("FORBIDDEN", "[FAILED]", "[ERROR]");
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
        command.addAll(LONG ? List.of("-m", "default") : List.of("-m", "sanity", "-time", "100", "-iters", "2"));
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
                "AtMostOneOwner",
                "AnEndIsOneEnd",
                "AStaleStampEndsNothing",
                "ReleaseAgainstClaim",
                "ParkPublishes",
                "NoWakeUpIsLost",
                "GrantAgainstLease");
    }

    private static long passed(String all) {
        return all.lines().filter(line -> line.contains("[OK]")).count();
    }
}
