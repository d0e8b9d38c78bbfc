/**
 * Real PostgreSQL and PgBouncer servers on this machine, and external ones by URL.
 *
 * <ul>
 *   <li>{@link dev.holdfast.servers.EmbeddedPostgres}: a server of ours, from published binaries or installed ones. It can be
 *       stopped, killed, suspended and started again on the same data, and is gone without a trace when the last JVM that
 *       uses it has ended, however it ended. {@link dev.holdfast.servers.EmbeddedPostgres#shared} is one for all JVMs of a
 *       user, whose data are kept from run to run.
 *   <li>{@link dev.holdfast.servers.ExternalPostgres}: somebody's server, on which only {@code holdfast_*} objects are touched.
 *   <li>{@link dev.holdfast.servers.PostgresServer}, {@link dev.holdfast.servers.Database}: what both have in common. A
 *       scenario asks {@link dev.holdfast.servers.PostgresServer#ours} before it does anything that needs a crash.
 *   <li>{@link dev.holdfast.servers.WireClient}: a connection to a database without a driver, message by message.
 *   <li>{@link dev.holdfast.servers.PgBouncer}: a pooler of ours in front of either.
 *   <li>{@link dev.holdfast.servers.Proxy}: a proxy of ours in front of either, which knows where messages begin and lets
 *       {@link dev.holdfast.servers.ProxyRules} do something to them.
 *   <li>{@link dev.holdfast.servers.Durability}: what a run claims about commits after a crash. It is explicit, since a
 *       "lost" row under {@code synchronous_commit = off} is no finding.
 *   <li>{@link dev.holdfast.servers.ServerLog}: the server's log as events that can be awaited.
 *   <li>{@link dev.holdfast.servers.spi.ArtifactSource}: where binaries come from; the module
 *       {@code holdfast-maven-resolver} has the one that asks Maven repositories.
 * </ul>
 *
 * <pre>{@code
 * try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
 *         Database shop = server.createDatabase("shop")) {
 *     …
 *     server.killPostmaster();
 *     server.startAgain();
 * }
 * }</pre>
 *
 * <p>How nothing outlives us: {@code docs/decisions/0006-supervisor.md}; states and locks: {@code docs/invariants.md}.
 */
@NullMarked
package dev.holdfast.servers;

import org.jspecify.annotations.NullMarked;
