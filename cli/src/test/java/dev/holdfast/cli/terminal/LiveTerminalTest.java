package dev.holdfast.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.report.Sample;
import dev.holdfast.proof.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveTerminalTest {
    private static final String CLEAR = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Instant now = Sample.STARTED;

    private LiveTerminal terminal(boolean live, boolean colored, int columns) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new LiveTerminal(out, new Screen(live, colored, columns), () -> now, 3, Duration.ofSeconds(9));
    }

    private String written() {
        String text = bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
        bytes.reset();
        return text;
    }

    private static Progress progress(long operations, Duration elapsed) {
        return new Progress(
                Sample.card("last-stock"),
                "round 2 of 10",
                50,
                operations,
                elapsed,
                Sample.card("last-stock").quick());
    }

    @Test
    void elsewhereThereIsALineAtTheStartAndOneAtTheEnd() {
        LiveTerminal terminal = terminal(false, false, 100);
        terminal.starting("last-stock", Sample.card("last-stock").quick());
        terminal.progress(progress(10, Duration.ofSeconds(1)));
        terminal.finished(Sample.holds("last-stock"));
        terminal.starting("saboteur no-row-lock", Sample.card("last-stock").quick());
        terminal.finished(Sample.survived("last-stock"));
        terminal.close();
        assertThat(written()).isEqualTo("""
                [1/3] last-stock: 50 sessions, about 3.0 s
                [1/3] last-stock: holds, no violation in 1,000 operations, 512 of them contended
                [2/3] saboteur no-row-lock: 50 sessions, about 3.0 s
                [2/3] saboteur no-row-lock: survived 3 attempts: no-oversell should have been seen broken, but the verdict was holds
                """);
    }

    @Test
    void onATerminalOneLineIsRewrittenAtMostTenTimesASecond() {
        LiveTerminal terminal = terminal(true, false, 120);
        terminal.starting("last-stock", Sample.card("last-stock").quick());
        now = now.plusSeconds(1);
        terminal.progress(progress(500, Duration.ofSeconds(1)));
        assertThat(written())
                .isEqualTo(CLEAR
                        + "[1/3] last-stock  round 2 of 10  50 sessions  500 operations  500/s  1.0 s, 8.0 s left");
        now = now.plusMillis(99);
        terminal.progress(progress(550, Duration.ofMillis(1_099)));
        assertThat(written()).isEmpty();
        now = now.plusMillis(1);
        terminal.progress(progress(600, Duration.ofMillis(1_100)));
        assertThat(written()).startsWith(CLEAR);
    }

    @Test
    void timeLeftIsThatOfTheWholeRun() {
        LiveTerminal terminal = terminal(true, false, 120);
        terminal.starting("a", Sample.card("a").quick());
        now = now.plusMillis(500);
        terminal.finished(Sample.holds("a"));
        terminal.starting("b", Sample.card("b").quick());
        now = now.plusSeconds(60);
        terminal.progress(progress(1, Duration.ofSeconds(60)));
        assertThat(written()).endsWith("61 s, 3.0 s left");
    }

    @Test
    void aLineThatIsTooLongIsCut() {
        LiveTerminal terminal = terminal(true, false, 40);
        terminal.starting("last-stock", Sample.card("last-stock").quick());
        terminal.progress(progress(500, Duration.ofSeconds(1)));
        assertThat(written().replace(CLEAR, "")).hasSize(39).endsWith("…");
    }

    @Test
    void redVerdictsStayAboveTheLiveLine() {
        LiveTerminal terminal = terminal(true, true, 100);
        terminal.starting("last-stock", Sample.card("last-stock").quick());
        terminal.progress(progress(500, Duration.ofSeconds(1)));
        written();
        terminal.finished(Sample.violated("last-stock"));
        assertThat(written()).isEqualTo(CLEAR + "last-stock: \u001b[1;31mviolated, 2 violations\u001b[0m\n");
    }

    @Test
    void aSaboteurThatIsCaughtIsNoBadNews() {
        LiveTerminal terminal = terminal(true, true, 100);
        terminal.starting("saboteur", Sample.card("last-stock").quick());
        terminal.finished(Sample.caught("last-stock"));
        assertThat(written()).isEmpty();
        terminal.starting("saboteur", Sample.card("last-stock").quick());
        terminal.finished(Sample.survived("last-stock"));
        assertThat(written()).contains("survived 3 attempts");
    }

    @Test
    void closingTakesTheLineAwayAndNothingIsDrawnAfterwards() {
        LiveTerminal terminal = terminal(true, true, 100);
        terminal.progress(progress(500, Duration.ofSeconds(1)));
        terminal.close();
        assertThat(written()).endsWith(CLEAR).doesNotContain("\u001b[?25l");
        now = now.plusSeconds(1);
        terminal.progress(progress(600, Duration.ofSeconds(2)));
        terminal.close();
        assertThat(written()).isEmpty();
    }

    @Test
    void theEnvironmentSaysWhatTheScreenCanDo() {
        assertThat(Screen.of(Map.of("TERM", "xterm", "COLUMNS", "132"), true)).isEqualTo(new Screen(true, true, 132));
        assertThat(Screen.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), true)).isEqualTo(new Screen(true, false, 100));
        assertThat(Screen.of(Map.of("TERM", "dumb"), true)).isEqualTo(new Screen(false, false, 100));
        assertThat(Screen.of(Map.of("TERM", "xterm", "COLUMNS", "wide"), false))
                .isEqualTo(new Screen(false, false, 100));
        assertThat(Screen.isTerminal()).isFalse();
    }
}
