package dev.holdfast.connections.internal;

import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.core.Problems;

/** What can be wrong with options. */
public final class OptionChecks {
    private OptionChecks() {}

    public static void check(ConnectionsOptions options, Problems problems) {}
}
