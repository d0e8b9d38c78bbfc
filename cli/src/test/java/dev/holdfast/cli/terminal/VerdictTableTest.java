package dev.holdfast.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.report.Entry;
import dev.holdfast.cli.report.Run;
import dev.holdfast.cli.report.Sample;
import dev.holdfast.proof.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTableTest {
    private static String text(Run run, Screen screen) {
        return VerdictTable.text(run, screen, Path.of("holdfast-out", "report.html"));
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = VerdictTableTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aRunWithEveryVerdictReadsAsAnArgument() throws IOException {
        // For looking, and to copy where a change is meant.
        Files.writeString(Path.of("target/mixed.txt"), text(Sample.mixed(), new Screen(false, false, 100)));
        assertThat(text(Sample.mixed(), new Screen(false, false, 100))).isEqualTo(golden("mixed.txt"));
    }

    @Test
    void whereThereIsRoomTheExposureIsAWholeSentence() {
        assertThat(text(Sample.mixed(), new Screen(false, false, 140)))
                .contains("no violation in 1,000 operations, 512 of them contended");
    }

    @Test
    void repetitionsAreCountedAndTheirSeedsNamed() {
        Run run = Sample.run(
                new Entry(Sample.holds("a"), List.of()),
                new Entry(Sample.result("a", 1, new Verdict.Violated(List.of(Sample.oversold())), 1), List.of()));
        assertThat(text(run, new Screen(false, false, 100)))
                .contains("1 of 2: broken: no-oversell", "repetitions: violated in 1 of 2, with trial seeds 4712");
    }

    @Test
    void coloursOnlyRepeatTheWords() {
        String colored = text(Sample.mixed(), new Screen(true, true, 100));
        assertThat(colored).contains("\u001b[32mholds\u001b[0m");
        assertThat(colored.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(text(Sample.mixed(), new Screen(true, false, 100)));
    }

    @Test
    void anInterruptedRunSaysSo() {
        Run run = Sample.run(false, true, new Entry(Sample.holds("a"), List.of()));
        assertThat(text(run, new Screen(false, false, 100)))
                .contains("1 holds, 0 violated, 0 unknown, 0 not applicable in 92 s; interrupted");
    }
}
