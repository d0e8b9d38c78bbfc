/**
 * What opens the connections, for whoever doesn't want PostgreSQL's own driver with our socket below it: tests and benchmarks
 * without a server.
 */
@NullMarked
package dev.holdfast.connections.spi;

import org.jspecify.annotations.NullMarked;
