package dev.holdfast.connections.internal;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** What a lease says of its database. */
final class LeasedDatabaseMetaData extends Delegates.OfDatabaseMetaData {
    LeasedDatabaseMetaData(LeasedConnection lease, DatabaseMetaData driver) {
        super(lease, driver);
    }

    @Override
    public Connection getConnection() throws SQLException {
        open();
        return lease();
    }
}
