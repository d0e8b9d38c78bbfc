/**
 * Micrometer's meters over {@link dev.holdfast.connections.Connections}: {@link dev.holdfast.micrometer.ConnectionEvents} for what happens,
 * {@link dev.holdfast.micrometer.ConnectionGauges} for what is.
 *
 * <pre>{@code
 * Connections connections =
 *     Connections.open(options.with(change -> change.listener(new ConnectionEvents(registry))));
 * new ConnectionGauges(connections).bindTo(registry);
 * }</pre>
 *
 * <p>Their number is fixed, however many tenants there are: a tag {@code database} tells the system database ({@code system}) from all tenants'
 * ({@code tenants}), and the sum is the whole. Tenants have names only in the {@code holdfast.connections.tenant.…} gauges, if they
 * are asked for, and only so many at once.
 */
@NullMarked
package dev.holdfast.micrometer;

import org.jspecify.annotations.NullMarked;
