package dev.holdfast.catalog.internal;

import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.core.TenantId;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How a source is set up.
 *
 * @param slots connections that the tenants may have together
 * @param perTenant connections that one of them may have
 * @param weights of tenants that have another than 1
 * @param ours what is set beside that where our own connections are the subject
 */
public record TenantSettings(
        int slots, int perTenant, Map<TenantId, Integer> weights, Consumer<ConnectionsOptions.Builder> ours) {
    public TenantSettings {
        weights = Map.copyOf(weights);
    }

    static TenantSettings of(int slots, int perTenant) {
        return new TenantSettings(slots, perTenant, Map.of(), options -> {});
    }

    TenantSettings upTo(int most) {
        return new TenantSettings(slots, most, weights, ours);
    }

    TenantSettings weighing(Map<TenantId, Integer> others) {
        return new TenantSettings(slots, perTenant, others, ours);
    }

    TenantSettings with(Consumer<ConnectionsOptions.Builder> more) {
        return new TenantSettings(slots, perTenant, weights, ours.andThen(more));
    }
}
