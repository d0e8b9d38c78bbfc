package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import java.io.Serial;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * What everything random in one test is derived from.
 *
 * @param replay how to run the test again with this seed
 */
public record TestSeed(long value, String replay) {
    /** The system property, or JUnit's configuration parameter, that says which seed to use. */
    public static final String PARAMETER = "holdfast.seed";

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(TestSeed.class);
    private static final int HIGHEST_DRAWN = 1_000_000_000;

    /**
     * The seed of {@code context}'s test: the one that was kept for it, or was given by {@link #PARAMETER}, or a fresh one,
     * which is then kept. Not to be asked before the callbacks {@code beforeEach} of the invocation have begun.
     *
     * @throws InvalidOption if {@link #PARAMETER} isn't a seed
     */
    public static TestSeed of(ExtensionContext context) {
        TestSeed kept = context.getStore(OURS).get(PARAMETER, TestSeed.class);
        if (kept != null) {
            return kept;
        }
        TestSeed seed = given(context).orElseGet(() -> fresh(context));
        seed.keepFor(context);
        return seed;
    }

    /** The one that somebody asked for. */
    public static Optional<TestSeed> given(ExtensionContext context) {
        return context.getConfigurationParameter(PARAMETER).map(text -> of(context, parsed(text.strip())));
    }

    /** Another one each time. */
    public static TestSeed fresh(ExtensionContext context) {
        return drawn(context, new SecureRandom());
    }

    /** Short enough to be read aloud. */
    public static TestSeed drawn(ExtensionContext context, RandomGenerator random) {
        return of(context, random.nextInt(1, HIGHEST_DRAWN));
    }

    private static TestSeed of(ExtensionContext context, long value) {
        return new TestSeed(value, test(context) + "-D" + PARAMETER + "=" + value);
    }

    private static long parsed(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new InvalidOption(
                    PARAMETER + " is not a seed",
                    "\"" + text + "\" was given.",
                    "Write a number from 0 up to 18 digits long, as a failing test printed it.");
        }
        return Long.parseLong(text);
    }

    private static String test(ExtensionContext context) {
        Optional<String> type = context.getTestClass()
                .map(c -> c.getName().substring(c.getPackageName().length() + 1));
        Optional<String> method = context.getTestMethod().map(m -> "#" + m.getName());
        return type.map(name -> name + method.orElse(""))
                .map(name -> "-Dtest=" + (name.contains("$") ? "'" + name + "'" : name) + " ")
                .orElse("");
    }

    /** From now on it is the one of {@code context}'s test. */
    public void keepFor(ExtensionContext context) {
        context.getStore(OURS).put(PARAMETER, this);
    }

    /** A generator that begins with it. */
    public RandomGenerator random() {
        return new SplittableRandom(value);
    }

    /** A generator that is another one for each pair of numbers. */
    public RandomGenerator random(int first, int second) {
        long mixed = value * 0x9E37_79B9_7F4A_7C15L + first * 0xBF58_476D_1CE4_E5B9L + second * 0x94D0_49BB_1331_11EBL;
        return new SplittableRandom(mixed ^ (mixed >>> 31));
    }

    /** The line with which a failure ends. */
    public String note() {
        return "seed " + value + "; the same again: " + replay;
    }

    /**
     * {@code thrown} with {@link #note} at its end: in its message where it is an assertion's plain error, which can be made
     * again as it was, else as suppressed. Nothing is added twice, or to an aborted test.
     */
    public Throwable notedOn(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        if (thrown instanceof TestAbortedException || message.contains(PARAMETER + "=")) {
            return thrown;
        }
        if (thrown.getClass() == AssertionFailedError.class) {
            return alike(again((AssertionFailedError) thrown, message + "\n" + note()), thrown);
        }
        if (thrown.getClass() == AssertionError.class) {
            return alike(new AssertionError(message + "\n" + note(), thrown.getCause()), thrown);
        }
        thrown.addSuppressed(new Note(note()));
        return thrown;
    }

    private static AssertionFailedError again(AssertionFailedError thrown, String message) {
        return thrown.isExpectedDefined() && thrown.isActualDefined()
                ? new AssertionFailedError(message, thrown.getExpected(), thrown.getActual(), thrown.getCause())
                : new AssertionFailedError(message, thrown.getCause());
    }

    private static Throwable alike(Throwable again, Throwable thrown) {
        again.setStackTrace(thrown.getStackTrace());
        for (Throwable suppressed : thrown.getSuppressed()) {
            again.addSuppressed(suppressed);
        }
        return again;
    }

    /** Only text, beside another's stack. */
    private static final class Note extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        Note(String text) {
            super(text, null, false, false);
        }
    }
}
