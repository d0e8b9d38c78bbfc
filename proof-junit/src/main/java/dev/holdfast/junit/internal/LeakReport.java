package dev.holdfast.junit.internal;

import dev.holdfast.junit.Leak;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a test is told that left something behind. */
public final class LeakReport {
    private static final String INDENT = "     ";

    private LeakReport() {}

    /**
     * A numbered list: what, where it was opened, what mends it; and at the end how to allow it.
     *
     * @param test as its author calls it
     */
    public static String text(String test, List<Leak> leaks) {
        StringBuilder text = new StringBuilder();
        text.append(leaks.size())
                .append(leaks.size() == 1 ? " leak" : " leaks")
                .append(" after ")
                .append(test)
                .append(":\n");
        for (int i = 0; i < leaks.size(); i++) {
            append(text, i + 1, leaks.get(i));
        }
        return text.append("\nall of it is cleaned up; if it is meant to be so: @AllowLeak(")
                .append(kinds(leaks))
                .append(", reason = \"…\")")
                .toString();
    }

    /**
     * Those that aren't allowed, as the test's failure.
     *
     * @throws AssertionError if there are any
     */
    static void throwIfAny(String test, List<Leak> leaks, Set<Leak.Kind> allowed) {
        List<Leak> unwelcome =
                leaks.stream().filter(leak -> !allowed.contains(leak.kind())).toList();
        if (!unwelcome.isEmpty()) {
            throw new AssertionError(text(test, unwelcome));
        }
    }

    private static void append(StringBuilder text, int number, Leak leak) {
        text.append('\n')
                .append(String.format(java.util.Locale.ROOT, "%3d. ", number))
                .append(leak.what())
                .append('\n');
        if (!leak.opened().isEmpty()) {
            text.append(INDENT)
                    .append("opened: ")
                    .append(leak.opened().replace("\n", "\n" + INDENT + "        "))
                    .append('\n');
        }
        text.append(INDENT).append("mend:   ").append(leak.mend()).append('\n');
    }

    private static String kinds(List<Leak> leaks) {
        List<String> kinds = leaks.stream()
                .map(leak -> "Leak.Kind." + leak.kind())
                .distinct()
                .sorted()
                .toList();
        return kinds.size() == 1
                ? "value = " + kinds.getFirst()
                : kinds.stream().collect(Collectors.joining(", ", "value = {", "}"));
    }
}
