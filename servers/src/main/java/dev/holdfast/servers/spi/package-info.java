/** What a user of this room may supply: where published binaries come from. */
@NullMarked
package dev.holdfast.servers.spi;

import org.jspecify.annotations.NullMarked;
