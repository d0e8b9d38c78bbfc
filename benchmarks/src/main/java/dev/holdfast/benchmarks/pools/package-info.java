/**
 * Our connections beside other pools, in a JVM that has them on its class path. {@link
 * dev.holdfast.benchmarks.pools.PoolsProcess} is what it runs; without a server: {@link dev.holdfast.benchmarks.pools.Cycle}.
 */
@NullMarked
package dev.holdfast.benchmarks.pools;

import org.jspecify.annotations.NullMarked;
