package dev.holdfast.cli.terminal;

import java.io.Console;
import java.util.Map;

/**
 * What text is written to.
 *
 * @param live whether a line can be rewritten in place
 * @param colored whether colours may be used
 * @param columns how wide a line may be
 */
public record Screen(boolean live, boolean colored, int columns) {
    private static final int USUAL_COLUMNS = 100;
    private static final int LEAST_COLUMNS = 40;

    /** As the environment says: {@code TERM}, {@code NO_COLOR}, {@code COLUMNS}. */
    public static Screen of(Map<String, String> environment, boolean terminal) {
        boolean live = terminal && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean colored = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Screen(live, colored, columns(environment.getOrDefault("COLUMNS", "")));
    }

    private static int columns(String text) {
        return text.matches("[0-9]{1,4}") ? Math.max(LEAST_COLUMNS, Integer.parseInt(text)) : USUAL_COLUMNS;
    }

    /** Whether standard input and output are a terminal. Before JDK 22, a console is there only then. */
    @SuppressWarnings("SystemConsoleNull") // null on JDK 21; newer ones are asked
    public static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJdk22) {
            return true;
        }
    }
}
