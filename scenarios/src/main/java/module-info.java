/** Scenarios whose subject is any service that keeps its data in PostgreSQL. */
@SuppressWarnings("module") // the catalogue, for whose saboteurs the internals are, is compiled later
module dev.holdfast.scenarios {
    requires transitive dev.holdfast.proof;
    requires java.naming; // pgjdbc's DataSource is Referenceable
    requires org.postgresql.jdbc;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.scenarios;
    exports dev.holdfast.scenarios.internal to
            dev.holdfast.catalog;
}
