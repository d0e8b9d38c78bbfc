/**
 * A service that hands out coupons over HTTP, to show what a service on {@code connections} and {@code transactions} looks
 * like. {@link dev.holdfast.coupons.Coupons} starts it; {@code README.md} has its endpoints, and which status says what.
 *
 * <p>A request is one {@link dev.holdfast.coupons.Call}: it has one deadline, from its arrival through the lease, the
 * statements and all attempts, and ends when its client hangs up.
 */
@NullMarked
package dev.holdfast.coupons;

import org.jspecify.annotations.NullMarked;
