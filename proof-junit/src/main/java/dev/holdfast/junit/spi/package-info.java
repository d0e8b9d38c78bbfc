/** What can be plugged in: where servers come from, what databases contain, what parameters a test may have. */
@NullMarked
package dev.holdfast.junit.spi;

import org.jspecify.annotations.NullMarked;
