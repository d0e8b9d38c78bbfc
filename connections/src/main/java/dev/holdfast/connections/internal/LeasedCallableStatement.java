package dev.holdfast.connections.internal;

import java.sql.CallableStatement;

/** A call of a lease. */
final class LeasedCallableStatement extends Delegates.OfCallableStatement {
    LeasedCallableStatement(LeasedConnection lease, CallableStatement driver) {
        super(lease, driver);
    }
}
