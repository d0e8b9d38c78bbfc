/**
 * What {@code ./holdfast prove} plays: all scenarios, aimed at subjects that are right, and all saboteurs, the twins of
 * those subjects with one known fault each.
 *
 * <p>A scenario without a saboteur that it catches proves nothing: its green could mean that it never looks. A saboteur
 * names the invariant that it breaks; red for any other reason doesn't count. It brings about its interleaving by the
 * scenario's own gate or by a meeting point in the twin, so that one attempt is enough; the few that are statistical say
 * so by having more.
 */
@NullMarked
package dev.holdfast.catalog;

import org.jspecify.annotations.NullMarked;
