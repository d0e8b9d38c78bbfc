/** Nobody's business. */
@NullMarked
package dev.holdfast.junit.internal;

import org.jspecify.annotations.NullMarked;
