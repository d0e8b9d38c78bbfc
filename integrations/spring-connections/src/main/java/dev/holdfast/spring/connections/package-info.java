/**
 * Spring Boot's auto-configuration over a bean of {@link dev.holdfast.connections.Connections}, which is the application's to make: a
 * {@code DataSource} that leads to the tenant that is bound, Spring's transactions on it, and its health.
 */
@NullMarked
package dev.holdfast.spring.connections;

import org.jspecify.annotations.NullMarked;
