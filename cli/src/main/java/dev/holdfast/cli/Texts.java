package dev.holdfast.cli;

import dev.holdfast.core.Problems;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads options that were given as text; what can't be read is added to the problems. */
final class Texts {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private static final Duration LONGEST = Duration.ofHours(1_000);
    private static final double SLOWEST = 0.001;
    private static final double FASTEST = 1e7;

    private Texts() {}

    /** {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h} or ISO-8601 as in {@code PT10S}; longer than nothing, at most 1000h. */
    static Optional<Duration> duration(String option, @Nullable String text, Problems problems) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Duration> read = read(text.toLowerCase(Locale.ROOT));
        if (read.isEmpty()
                || read.get().isNegative()
                || read.get().isZero()
                || read.get().compareTo(LONGEST) > 0) {
            problems.add(
                    option + " is not a duration",
                    "\"" + text + "\" was given.",
                    "Write a number and a unit, at most 1000h: 500ms, 10s, 2m or 1h.");
            return Optional.empty();
        }
        return read;
    }

    private static Optional<Duration> read(String text) {
        Matcher parts = DURATION.matcher(text);
        if (parts.matches()) {
            long number = Long.parseLong(parts.group(1));
            return Optional.of(
                    switch (parts.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        default -> Duration.ofHours(number);
                    });
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static OptionalLong number(String option, @Nullable String text, long least, long most, Problems problems) {
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            assert e != null;
        }
        problems.add(
                option + " is not a whole number from " + least + " to " + most,
                "\"" + text + "\" was given.",
                "For example " + option + " " + Math.max(least, Math.min(most, 42)) + ".");
        return OptionalLong.empty();
    }

    static OptionalDouble rate(String option, @Nullable String text, Problems problems) {
        if (text == null) {
            return OptionalDouble.empty();
        }
        try {
            double rate = Double.parseDouble(text);
            if (rate >= SLOWEST && rate <= FASTEST) {
                return OptionalDouble.of(rate);
            }
        } catch (NumberFormatException e) {
            assert e != null;
        }
        problems.add(
                option + " is not a number of operations per second from 0.001 to 10000000",
                "\"" + text + "\" was given.",
                "For example " + option + " 500.");
        return OptionalDouble.empty();
    }
}
