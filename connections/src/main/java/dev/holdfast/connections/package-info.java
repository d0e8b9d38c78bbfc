/**
 * Connections to one system database and many tenant databases, under one hard budget per server and JVM.
 *
 * <p>Begin with {@link dev.holdfast.connections.Connections}:
 *
 * <pre>{@code
 * try (Connections connections = Connections.open(ConnectionsOptions.forServer(url, credentials, 50))) {
 *     try (Lease lease = connections.lease(new TenantId("acme"))) {
 *         // a java.sql.Connection to acme's database
 *     }
 * }
 * }</pre>
 *
 * <p><b>The budget is hard.</b> A slot counts from before a connection is opened until its backend is gone, whoever opened it
 * and why. <b>Waiting is fair</b>: among tenants by the time that they hold connections (fair queueing by virtual time),
 * within a tenant in order. A connection can't change its database, so giving a slot to another tenant means closing one
 * connection and opening another; a tenant keeps what it has for about a quantum, or the switches would eat the budget. With B
 * slots for tenants, T tenants that want them (of weight 1), quantum q, a switch s and leases no longer than H, the first
 * request in a tenant's queue waits at most <code>ceil(T / B) (q + 2 (s + H))</code>, and half a round more if
 * leases take longer than a quantum: a tenant whose leases overran waits until the others have had as much.
 *
 * <p>The core is {@code internal.budget}, a state machine without threads, clocks or sockets. What a lease costs when nobody
 * waits is one compare-and-set on a word of its own; the machine isn't asked.
 */
@NullMarked
package dev.holdfast.connections;

import org.jspecify.annotations.NullMarked;
