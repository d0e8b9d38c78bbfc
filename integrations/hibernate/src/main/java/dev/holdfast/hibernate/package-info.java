/**
 * Hibernate's multi-tenancy by database, over {@link dev.holdfast.connections.Connections}. Give both to Hibernate as objects:
 *
 * <pre>{@code
 * Map<String, Object> settings = Map.of(
 *     "hibernate.multi_tenant_connection_provider", new TenantConnectionProvider(connections),
 *     "hibernate.tenant_identifier_resolver", new BoundTenantResolver());
 * }</pre>
 *
 * <p>Hibernate makes no schemas here: its tools only know one database. Fill a tenant's with
 * {@link dev.holdfast.connections.Tenants#create}.
 */
@NullMarked
package dev.holdfast.hibernate;

import org.jspecify.annotations.NullMarked;
