package dev.holdfast.connections.internal;

import dev.holdfast.core.SqlState;
import java.util.Set;

/** What a failure to open a connection says about the next attempt. */
final class Failures {
    private static final Set<String> PERMANENT = Set.of(
            "3D000", // invalid_catalog_name: no such database
            "42501", // insufficient_privilege: may not connect to it
            "55000"); // object_not_in_prerequisite_state: it takes no connections

    private Failures() {}

    /** Whether trying again can't help until somebody changes something. */
    static boolean isPermanent(Throwable failure) {
        return SqlState.of(failure)
                .map(state -> isRefusedLogin(state) || PERMANENT.contains(state.code()))
                .orElse(failure instanceof RuntimeException);
    }

    /** Class 28, invalid authorization: trying again may lock the account. */
    static boolean isRefusedLogin(Throwable failure) {
        return SqlState.of(failure).map(Failures::isRefusedLogin).orElse(false);
    }

    private static boolean isRefusedLogin(SqlState state) {
        return state.errorClass().equals("28");
    }
}
