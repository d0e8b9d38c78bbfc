package dev.holdfast.connections.internal.postgres;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the server has said of a session's parameters by itself, compared with what it said at an earlier time. */
final class ReportedParameters {
    /** Live, and always in the same order. */
    private final Map<String, String> reported;

    private String[] then = {};

    /** Compares with what is reported now. */
    ReportedParameters(Map<String, String> reported) {
        this.reported = reported;
        remember();
    }

    /** From now on this is what it is compared with. */
    void remember() {
        then = reported.values().toArray(String[]::new);
    }

    /** Cheap if nothing was reported since: the strings are the same ones then. */
    @SuppressWarnings("ReferenceEquality") // the same string is an equal one; the others are compared
    boolean changed() {
        String[] before = then;
        int at = 0;
        for (String value : reported.values()) {
            if (at == before.length || (before[at] != value && !before[at].equals(value))) {
                return true;
            }
            at++;
        }
        return false;
    }

    /** Whether {@code name} has the value {@code expected}, or is reported by no server of this version. */
    boolean is(String name, @Nullable String expected) {
        return Objects.equals(reported.get(name), expected);
    }

    @Nullable
    String get(String name) {
        return reported.get(name);
    }
}
