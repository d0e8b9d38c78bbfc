package dev.holdfast.cli.report;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Texts without the passwords that people put into URLs and options. The last net; secrets have their own type. */
public final class Masked {
    private static final String MASK = "********";
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)\\b(\\w*(?:password|passwd|pwd|secret|token))(\\s*[=:]\\s*|\\s+)([^\\s&]+)");
    private static final Pattern USER_INFO = Pattern.compile("//([^/@\\s:]*):([^/\\s]+)@");

    private Masked() {}

    /** {@code text} with passwords replaced. */
    public static String text(String text) {
        String withoutUserInfo = USER_INFO.matcher(text).replaceAll("//$1:" + MASK + "@");
        return PARAMETER.matcher(withoutUserInfo).replaceAll("$1$2" + MASK);
    }

    static SortedMap<String, String> options(SortedMap<String, String> options) {
        SortedMap<String, String> masked = new TreeMap<>();
        options.forEach((name, value) -> masked.put(name, secret(name) ? MASK : text(value)));
        return masked;
    }

    private static boolean secret(String name) {
        return name.toLowerCase(Locale.ROOT).matches(".*(password|passwd|pwd|secret|token).*");
    }
}
