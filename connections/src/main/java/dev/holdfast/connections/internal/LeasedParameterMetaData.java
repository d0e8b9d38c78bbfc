package dev.holdfast.connections.internal;

import java.sql.ParameterMetaData;

/** A statement's parameters. */
final class LeasedParameterMetaData extends Delegates.OfParameterMetaData {
    LeasedParameterMetaData(LeasedConnection lease, ParameterMetaData driver) {
        super(lease, driver);
    }
}
