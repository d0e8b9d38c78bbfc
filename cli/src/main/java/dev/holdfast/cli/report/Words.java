package dev.holdfast.cli.report;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.holdfast.proof.Verdict;
import java.time.Duration;
import java.util.Locale;

/** How reports write verdicts, figures and times; the same in every locale. */
public final class Words {
    private static final String NOT_MEASURED = "-";

    private Words() {}

    /** {@code String.formatted}, the same in every locale. */
    @FormatMethod
    public static String text(@FormatString String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** The verdict as people read it. */
    public static String of(Verdict verdict) {
        return verdict.label().replace('_', ' ');
    }

    /** {@code 12,345}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 12,345} from 100 on, else with one digit after the point; a dash where nothing was measured. */
    public static String rate(double perSecond) {
        if (perSecond == 0) {
            return NOT_MEASURED;
        }
        return String.format(Locale.ROOT, perSecond < 100 ? "%.1f" : "%,.0f", perSecond);
    }

    /** Milliseconds with as many digits as matter: {@code 0.42}, {@code 12.3}, {@code 1,234}; a dash for none. */
    public static String millis(double micros) {
        if (micros == 0) {
            return NOT_MEASURED;
        }
        double millis = micros / 1_000;
        return String.format(Locale.ROOT, millis < 10 ? "%.2f" : millis < 100 ? "%.1f" : "%,.0f", millis);
    }

    /** The same of whole microseconds. */
    public static String millis(long micros) {
        return millis((double) micros);
    }

    /** {@code 0.8 s}, {@code 42 s}, {@code 3 min 20 s}. */
    public static String time(Duration time) {
        double seconds = time.toMillis() / 1_000.0;
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 120 ? whole + " s" : Words.text("%d min %d s", whole / 60, whole % 60);
    }

    /** {@code 1 scenario}, {@code 2 scenarios}. */
    public static String counted(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
