/** How {@code .spec} files are read and played. */
@NullMarked
package dev.holdfast.proof.spec.internal;

import org.jspecify.annotations.NullMarked;
