package dev.holdfast.connections.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.sql.Clob;
import java.sql.SQLException;

/** A large object of characters. Its streams talk to the server, and nobody knows when: they taint the lease. */
class LeasedClob<D extends Clob> extends Delegates.OfClob<D> {
    LeasedClob(LeasedConnection lease, D driver) {
        super(lease, driver);
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return tainting(super.getAsciiStream());
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return tainting(super.getCharacterStream());
    }

    @Override
    public Reader getCharacterStream(long from, long length) throws SQLException {
        return tainting(super.getCharacterStream(from, length));
    }

    @Override
    public OutputStream setAsciiStream(long from) throws SQLException {
        return tainting(super.setAsciiStream(from));
    }

    @Override
    public Writer setCharacterStream(long from) throws SQLException {
        return tainting(super.setCharacterStream(from));
    }
}
