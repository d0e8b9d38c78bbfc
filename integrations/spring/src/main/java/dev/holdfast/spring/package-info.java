/**
 * Tests in a Spring application's context, each with a database of its own. There is nothing to call: with this module on
 * the test class path, {@link dev.holdfast.junit.Holdfast} before {@code @SpringBootTest} (or {@code @JdbcTest},
 * {@code @DataJpaTest}, {@code @SpringJUnitConfig}) is enough.
 *
 * <p>Spring keeps a context for many tests. So the application's {@code DataSource} is one that leads elsewhere for each
 * test: while the context starts, to a fresh database, which migrations and {@code schema.sql} fill; then that database is
 * frozen, and every test's is a clone of it. Between tests it leads nowhere, and says so. There is no pool in it: a pool would
 * keep sessions of the last test's database, and hide who didn't give a connection back.
 */
@NullMarked
package dev.holdfast.spring;

import org.jspecify.annotations.NullMarked;
