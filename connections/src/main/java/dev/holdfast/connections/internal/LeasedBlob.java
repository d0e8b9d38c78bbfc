package dev.holdfast.connections.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;

/** A large object of bytes. Its streams talk to the server, and nobody knows when: they taint the lease. */
final class LeasedBlob extends Delegates.OfBlob {
    LeasedBlob(LeasedConnection lease, Blob driver) {
        super(lease, driver);
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return tainting(super.getBinaryStream());
    }

    @Override
    public InputStream getBinaryStream(long from, long length) throws SQLException {
        return tainting(super.getBinaryStream(from, length));
    }

    @Override
    public OutputStream setBinaryStream(long from) throws SQLException {
        return tainting(super.setBinaryStream(from));
    }
}
