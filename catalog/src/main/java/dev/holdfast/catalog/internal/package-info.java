/** The sabotaged twins. */
@NullMarked
package dev.holdfast.catalog.internal;

import org.jspecify.annotations.NullMarked;
