/** Benchmarks against the rivals. Not published. */
module dev.holdfast.benchmarks {
    requires transitive dev.holdfast.proof;
    requires dev.holdfast.connections;
    requires dev.holdfast.junit;
    requires java.compiler;
    requires static com.zaxxer.hikari;
    requires static io.agroal.api;
    requires static org.apache.commons.dbcp2;
    requires static org.apache.commons.pool2;
    requires static jmh.core;
    requires static jmh.generator.reflection;
    requires static org.jspecify;

    exports dev.holdfast.benchmarks;
}
