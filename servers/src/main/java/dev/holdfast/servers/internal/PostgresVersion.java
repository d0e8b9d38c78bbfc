package dev.holdfast.servers.internal;

import dev.holdfast.core.InvalidOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the published binaries.
 *
 * @param asked what the user wrote: 15, 15.19 or 15.19.0
 * @param published how it is published: 15.19.0
 */
public record PostgresVersion(String asked, String published) {
    public static final int OLDEST_MAJOR = 15;
    public static final int NEWEST_TESTED_MAJOR = 18;

    private static final Pattern FORM = Pattern.compile("(\\d{1,2})(?:\\.(\\d{1,2}))?(?:\\.(\\d))?");

    /** The newest of each major version when this was written; a bare major version means this one. */
    private static final Map<Integer, String> NEWEST =
            new TreeMap<>(Map.of(15, "15.19.0", 16, "16.15.0", 17, "17.11.0", 18, "18.6.0"));

    public static PostgresVersion of(String asked) {
        Matcher form = FORM.matcher(asked);
        if (!form.matches()) {
            throw refusal("not a PostgreSQL version", asked);
        }
        int major = Integer.parseInt(form.group(1));
        if (major < OLDEST_MAJOR) {
            throw refusal("PostgreSQL " + OLDEST_MAJOR + " is the oldest version that is supported", asked);
        }
        return new PostgresVersion(asked, published(form, major));
    }

    private static String published(Matcher form, int major) {
        if (form.group(2) == null) {
            String newest = NEWEST.get(major);
            if (newest == null) {
                throw refusal("no newest version is known for PostgreSQL " + major, form.group());
            }
            return newest;
        }
        return major + "." + form.group(2) + "." + (form.group(3) == null ? "0" : form.group(3));
    }

    /** What to throw if no repository has it. */
    InvalidOption doesNotExist(Exception cause) {
        InvalidOption refusal = refusal("this PostgreSQL version isn't published", asked);
        refusal.initCause(cause);
        return refusal;
    }

    private static InvalidOption refusal(String message, String asked) {
        return new InvalidOption(
                message,
                "\"" + asked + "\" was given.",
                "Write one of " + String.join(", ", NEWEST.values()) + " (or an older minor version), or just 18.");
    }
}
