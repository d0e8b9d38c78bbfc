/**
 * The commands behind {@code ./holdfast}. Every command reads its options as text, refuses all that is wrong with them at
 * once with exit code 2, and only then starts anything.
 */
@NullMarked
package dev.holdfast.cli;

import org.jspecify.annotations.NullMarked;
