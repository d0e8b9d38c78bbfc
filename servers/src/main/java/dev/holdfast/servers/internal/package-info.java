/** The inside of this room: the supervisor's Java end, binaries, accounts. Not exported; nobody else may use it. */
@NullMarked
package dev.holdfast.servers.internal;

import org.jspecify.annotations.NullMarked;
