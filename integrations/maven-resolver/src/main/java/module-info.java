/** Maven repositories as a source of PostgreSQL binaries. */
module dev.holdfast.resolver {
    requires transitive dev.holdfast.servers;
    requires eu.maveniverse.maven.mima.context;
    requires org.apache.maven.resolver;
    requires static org.jspecify;

    exports dev.holdfast.resolver;

    provides dev.holdfast.servers.spi.ArtifactSource with
            dev.holdfast.resolver.MavenRepositories;
}
