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
 * @param loginsAtOnce logins that may be under way at once; {@link Integer#MAX_VALUE} if that is the source's own affair
 * @param weights of tenants that have another than 1
 * @param ours what is set beside that where our own connections are the subject
 */
public record TenantSettings(
        int slots,
        int perTenant,
        int loginsAtOnce,
        Map<TenantId, Integer> weights,
        Consumer<ConnectionsOptions.Builder> ours) {
    public TenantSettings {
        weights = Map.copyOf(weights);
    }

    static TenantSettings of(int slots, int perTenant) {
        return new TenantSettings(slots, perTenant, Integer.MAX_VALUE, Map.of(), options -> {});
    }

    TenantSettings loggingIn(int atOnce) {
        return new TenantSettings(
                slots, perTenant, atOnce, weights, ours.andThen(options -> options.opensAtOnce(atOnce)));
    }

    TenantSettings upTo(int most) {
        return new TenantSettings(slots, most, loginsAtOnce, weights, ours);
    }

    TenantSettings weighing(Map<TenantId, Integer> others) {
        return new TenantSettings(slots, perTenant, loginsAtOnce, others, ours);
    }

    TenantSettings with(Consumer<ConnectionsOptions.Builder> more) {
        return new TenantSettings(slots, perTenant, loginsAtOnce, weights, ours.andThen(more));
    }
}
