package dev.holdfast.connections.internal;

import java.sql.PreparedStatement;

/** A prepared statement of a lease. */
class LeasedPreparedStatement<D extends PreparedStatement> extends Delegates.OfPreparedStatement<D> {
    LeasedPreparedStatement(LeasedConnection lease, D driver) {
        super(lease, driver);
    }
}
