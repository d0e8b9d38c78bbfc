package dev.holdfast.cli.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.cli.report.Saboteurs;
import dev.holdfast.cli.report.Words;
import dev.holdfast.proof.Exposure;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Progress;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.SaboteurResult;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Watcher;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Progress of a run: on a terminal one line that is rewritten in place, at most ten times a second; elsewhere a line when
 * a trial starts and one when it ends. The cursor is never hidden, so nothing needs undoing but the line itself.
 * Thread-safe; {@link #close} may be called by a shutdown hook.
 */
public final class LiveTerminal implements Watcher, AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofMillis(100);

    private final LiveLine line;
    private final Screen screen;
    private final Paint paint;
    private final InstantSource clock;
    private final int trials;
    private final Instant began;

    @GuardedBy("this")
    private Duration ahead;

    @GuardedBy("this")
    private int trial;

    @GuardedBy("this")
    private String name = "";

    @GuardedBy("this")
    private Duration expected = Duration.ZERO;

    @GuardedBy("this")
    private Instant trialBegan;

    @GuardedBy("this")
    private Instant drawn = Instant.EPOCH;

    /**
     * The run begins now.
     *
     * @param trials how many there will be, saboteurs included
     * @param expected how long all of them should take
     */
    public LiveTerminal(PrintStream out, Screen screen, InstantSource clock, int trials, Duration expected) {
        this.line = new LiveLine(out, screen);
        this.screen = screen;
        this.paint = new Paint(screen.colored());
        this.clock = clock;
        this.trials = trials;
        this.ahead = expected;
        this.began = clock.instant();
        this.trialBegan = began;
    }

    /** A trial starts; {@code trialName} is the scenario's id, or says which saboteur of which scenario. */
    public synchronized void starting(String trialName, Form form) {
        trial++;
        name = trialName;
        expected = form.expected();
        trialBegan = clock.instant();
        if (!screen.live()) {
            say(Words.text(
                    "%s %s: %s, about %s",
                    place(), name, Words.counted(form.sessions(), "session"), Words.time(expected)));
        }
    }

    @Override
    public synchronized void progress(Progress progress) {
        Instant now = clock.instant();
        if (!screen.live() || Duration.between(drawn, now).compareTo(BETWEEN_LINES) < 0) {
            return;
        }
        drawn = now;
        line.show(Words.text(
                "%s %s  %s  %s  %s  %s/s  %s, %s left",
                place(),
                name,
                progress.phase(),
                Words.counted(progress.sessions(), "session"),
                Words.counted(progress.operations(), "operation"),
                Words.rate(rate(progress)),
                Words.time(Duration.between(began, now)),
                Words.time(left(now))));
    }

    private static double rate(Progress progress) {
        double seconds = progress.elapsed().toNanos() / 1e9;
        return seconds > 0 ? progress.operations() / seconds : 0;
    }

    @GuardedBy("this")
    private Duration left(Instant now) {
        Duration spent = Duration.between(trialBegan, now);
        Duration left = ahead.minus(spent.compareTo(expected) < 0 ? spent : expected);
        return left.isNegative() ? Duration.ZERO : left;
    }

    @GuardedBy("this")
    private String place() {
        return Words.text("[%d/%d]", trial, Math.max(trial, trials));
    }

    /** The trial of a scenario is over. */
    public synchronized void finished(Result result) {
        Verdict verdict = result.verdict();
        boolean red = verdict instanceof Verdict.Violated || verdict instanceof Verdict.Unknown;
        ended(red, Words.of(verdict) + ", " + figures(result));
    }

    /** The trials of a saboteur are over. */
    public synchronized void finished(SaboteurResult result) {
        ended(Saboteurs.survived(result), Saboteurs.sentence(result));
    }

    private static String figures(Result result) {
        Exposure exposure = result.exposure();
        return switch (result.verdict()) {
            case Verdict.NotApplicable absent -> absent.reason().text();
            case Verdict.Unknown unknown -> unknown.reason().code();
            case Verdict.Holds holds -> exposure.sentence();
            case Verdict.Violated violated ->
                Words.counted(violated.violations().size(), "violation");
        };
    }

    @GuardedBy("this")
    private void ended(boolean red, String text) {
        ahead = ahead.minus(expected);
        expected = Duration.ZERO;
        if (!screen.live()) {
            say(Words.text("%s %s: %s", place(), name, text));
        } else if (red) {
            say(name + ": " + paint.red(text));
        }
    }

    /** Prints a line of its own, above the live one. */
    public void say(String text) {
        line.say(text);
    }

    /** Takes the live line away; nothing is drawn afterwards. Calling it again does nothing. */
    @Override
    public void close() {
        line.close();
    }
}
