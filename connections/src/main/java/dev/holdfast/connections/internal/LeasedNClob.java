package dev.holdfast.connections.internal;

import java.sql.NClob;

/** A large object of national characters. */
final class LeasedNClob extends LeasedClob<NClob> implements NClob {
    LeasedNClob(LeasedConnection lease, NClob driver) {
        super(lease, driver);
    }
}
