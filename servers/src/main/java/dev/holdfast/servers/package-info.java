/** Real PostgreSQL and PgBouncer servers on this machine, and external ones by URL. */
@NullMarked
package dev.holdfast.servers;

import org.jspecify.annotations.NullMarked;
