package dev.holdfast.connections.internal;

import java.sql.Blob;

/** A large object of bytes. */
final class LeasedBlob extends Delegates.OfBlob {
    LeasedBlob(LeasedConnection lease, Blob driver) {
        super(lease, driver);
    }
}
