/** Benchmarks against the rivals. Not published. */
module dev.holdfast.benchmarks {
    requires transitive dev.holdfast.proof;
    requires dev.holdfast.junit;
    requires static org.jspecify;

    exports dev.holdfast.benchmarks;
}
