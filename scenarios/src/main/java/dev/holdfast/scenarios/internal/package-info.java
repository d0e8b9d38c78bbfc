/** What the scenarios share: small SQL, the books of the coupons, the rules that histories are held against. */
@NullMarked
package dev.holdfast.scenarios.internal;

import org.jspecify.annotations.NullMarked;
