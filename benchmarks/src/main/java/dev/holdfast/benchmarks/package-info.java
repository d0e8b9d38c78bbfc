/**
 * Benchmarks that put us beside a rival in one run, alternating, so that a noisy machine disturbs both alike. They report
 * ratios, and the spread of the rival's own runs, below which a difference means nothing.
 */
@NullMarked
package dev.holdfast.benchmarks;

import org.jspecify.annotations.NullMarked;
