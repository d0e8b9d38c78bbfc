package dev.holdfast.connections.internal;

import java.sql.Array;

/** An array; as text it reads like the driver's. */
final class LeasedArray extends Delegates.OfArray {
    LeasedArray(LeasedConnection lease, Array driver) {
        super(lease, driver);
    }

    @Override
    public String toString() {
        return lease().isClosed() ? "array of a lease that has ended" : driver().toString();
    }
}
