/**
 * {@link dev.holdfast.connections.Connections} as a parameter of a test, over its databases. A lease that is out when the test
 * is over fails it, with the place where it was taken.
 *
 * <pre>{@code
 * @Test
 * void twoTenants(@Tenants(2) @Pooled(budget = 3) Connections connections) throws SQLException {
 *     try (Lease lease = connections.lease(new TenantId("tenant-1"))) {
 *         // a java.sql.Connection to the first tenant's database
 *     }
 * }
 * }</pre>
 */
@NullMarked
package dev.holdfast.junit.connections;

import org.jspecify.annotations.NullMarked;
