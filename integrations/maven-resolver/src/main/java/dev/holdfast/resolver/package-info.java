/** Fetches PostgreSQL binaries from Maven repositories; being on the class path is all that it takes. */
@NullMarked
package dev.holdfast.resolver;

import org.jspecify.annotations.NullMarked;
