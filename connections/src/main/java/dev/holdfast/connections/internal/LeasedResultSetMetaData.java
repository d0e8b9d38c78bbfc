package dev.holdfast.connections.internal;

import java.sql.ResultSetMetaData;

/** A result's columns. The driver may ask the server about them. */
final class LeasedResultSetMetaData extends Delegates.OfResultSetMetaData {
    LeasedResultSetMetaData(LeasedConnection lease, ResultSetMetaData driver) {
        super(lease, driver);
    }
}
