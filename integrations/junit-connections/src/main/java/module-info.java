/** Connections as a parameter of a test, over its databases; a lease that doesn't come back fails it. */
module dev.holdfast.junit.connections {
    requires transitive dev.holdfast.connections;
    requires transitive dev.holdfast.junit;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.junit.connections;

    provides dev.holdfast.junit.spi.ParameterProvider with
            dev.holdfast.junit.connections.ConnectionsParameters;
}
