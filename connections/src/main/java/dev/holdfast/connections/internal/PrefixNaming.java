package dev.holdfast.connections.internal;

import dev.holdfast.connections.DatabaseNaming;
import dev.holdfast.core.TenantId;

/** The prefix, then the id. */
public record PrefixNaming(String prefix) implements DatabaseNaming {
    @Override
    public String databaseOf(TenantId tenant) {
        return prefix + tenant.value();
    }
}
