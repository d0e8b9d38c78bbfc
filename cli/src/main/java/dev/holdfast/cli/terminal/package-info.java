/** What {@code prove} says on the terminal: progress while it runs, then the verdicts and the arguments. */
@NullMarked
package dev.holdfast.cli.terminal;

import org.jspecify.annotations.NullMarked;
