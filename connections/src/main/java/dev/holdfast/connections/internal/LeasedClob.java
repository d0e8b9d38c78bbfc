package dev.holdfast.connections.internal;

import java.sql.Clob;

/** A large object of characters. */
class LeasedClob<D extends Clob> extends Delegates.OfClob<D> {
    LeasedClob(LeasedConnection lease, D driver) {
        super(lease, driver);
    }
}
