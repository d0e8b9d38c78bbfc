/** How {@code .spec} files are read, and the orders of their steps. Not exported. */
@NullMarked
package dev.holdfast.proof.spec.internal;

import org.jspecify.annotations.NullMarked;
