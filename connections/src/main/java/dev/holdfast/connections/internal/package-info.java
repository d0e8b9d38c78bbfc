/** Threads, sockets and clocks around the state machine of {@code internal.budget}. */
@NullMarked
package dev.holdfast.connections.internal;

import org.jspecify.annotations.NullMarked;
