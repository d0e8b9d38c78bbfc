/** A Spring Boot application's DataSource over the connections of many tenants, and their health. */
@SuppressWarnings("requires-transitive-automatic") // Spring has stable names and no descriptors
module dev.holdfast.spring.connections {
    requires transitive dev.holdfast.connections;
    requires spring.beans;
    requires spring.boot.autoconfigure;
    requires static spring.boot.actuator; // without it, nobody asks for health
    requires static spring.boot.actuator.autoconfigure;
    requires spring.context;
    requires spring.core;
    requires spring.jdbc;
    requires transitive spring.tx;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.spring.connections;

    opens dev.holdfast.spring.connections; // to Spring, which makes what the imports file names
}
