/** The JUnit extension: an isolated database per test, faults, concurrency, and nothing leaked. */
@SuppressWarnings("module") // the benchmarks are built later
module dev.holdfast.junit {
    requires transitive dev.holdfast.proof;
    requires transitive dev.holdfast.scenarios;
    requires java.naming; // pgjdbc's DataSource is Referenceable
    requires transitive org.junit.jupiter.api;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.junit;
    exports dev.holdfast.junit.spi;
    exports dev.holdfast.junit.internal to
            dev.holdfast.benchmarks;

    uses dev.holdfast.junit.spi.DatabaseListener;
    uses dev.holdfast.junit.spi.ParameterProvider;
    uses dev.holdfast.junit.spi.ServerProvider;
    uses dev.holdfast.junit.spi.TemplateProvider;
}
