/** Connections to one system database and many tenant databases under one hard budget. */
module dev.holdfast.connections {
    requires transitive dev.holdfast.core;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.connections;
    exports dev.holdfast.connections.spi;
    exports dev.holdfast.connections.internal.postgres to
            org.postgresql.jdbc; // the driver makes the socket factory
}
