/** Real PostgreSQL and PgBouncer on this machine. */
module dev.holdfast.servers {
    requires transitive dev.holdfast.core;
    requires transitive dev.holdfast.wire;
    requires transitive java.sql;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires org.tukaani.xz;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.servers;
    exports dev.holdfast.servers.spi;

    uses dev.holdfast.servers.spi.ArtifactSource;
}
