package dev.holdfast.connections.internal;

import java.sql.Clob;

/** A large object of characters. */
final class LeasedClob extends Delegates.OfClob {
    LeasedClob(LeasedConnection lease, Clob driver) {
        super(lease, driver);
    }
}
