/** Scenarios, sessions, histories, witnesses, oracles, saboteurs and verdicts. */
module dev.holdfast.proof {
    requires transitive dev.holdfast.core;
    requires transitive dev.holdfast.wire;
    requires transitive dev.holdfast.servers;
    requires transitive java.sql;
    requires HdrHistogram;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.proof;
    exports dev.holdfast.proof.certainty;
    exports dev.holdfast.proof.fault;
    exports dev.holdfast.proof.spec;
}
