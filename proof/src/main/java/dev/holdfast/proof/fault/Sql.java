package dev.holdfast.proof.fault;

import java.util.Locale;
import java.util.regex.Pattern;

/** How SQL begins. */
final class Sql {
    private static final Pattern COMMENT = Pattern.compile("^(\\s+|--[^\\n]*(\\n|$)|/\\*.*?\\*/)+", Pattern.DOTALL);
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Sql() {}

    /** Whether {@code text}, but for case, spaces and comments before it, begins with these whole words. */
    static boolean begins(String text, String words) {
        String have = flat(COMMENT.matcher(text).replaceFirst(""));
        String want = flat(words);
        return have.startsWith(want)
                && (have.length() == want.length()
                        || !Character.isLetterOrDigit(want.charAt(want.length() - 1))
                        || !Character.isUnicodeIdentifierPart(have.charAt(want.length())));
    }

    private static String flat(String text) {
        return SPACE.matcher(text.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
