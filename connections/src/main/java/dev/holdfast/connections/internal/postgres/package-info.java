/**
 * PostgreSQL's driver with our own sockets below it: they tell when a backend is gone, and whether an idle session was
 * spoken to.
 */
@NullMarked
package dev.holdfast.connections.internal.postgres;

import org.jspecify.annotations.NullMarked;
