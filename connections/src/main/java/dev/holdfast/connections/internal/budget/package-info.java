/**
 * Who gets which connection when: a state machine without threads, clocks or sockets. {@link Allocator} takes one
 * {@link Event} at a time and says what is to be done; whoever drives it holds one lock and knows the time. What it doesn't
 * see is the lease of an idle connection while nobody waits: that is one compare-and-set on {@link LeaseWord}.
 */
@NullMarked
package dev.holdfast.connections.internal.budget;

import org.jspecify.annotations.NullMarked;
