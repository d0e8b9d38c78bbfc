/** The engine: plays a trial, watches it, and draws the verdict. Not for users. */
@NullMarked
package dev.holdfast.proof.internal;

import org.jspecify.annotations.NullMarked;
