package dev.holdfast.micrometer;

import io.micrometer.core.instrument.Tag;

/** What all meters have in common. */
final class Names {
    static final String PREFIX = "holdfast.connections.";
    static final String REASON = "reason";
    static final Tag SYSTEM = Tag.of("database", "system");
    static final Tag TENANTS = Tag.of("database", "tenants");

    static final String CONNECTIONS = "connections";
    static final String REQUESTS = "requests";
    static final String LEASES = "leases";

    private Names() {}
}
