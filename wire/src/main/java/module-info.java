/** PostgreSQL protocol frames. */
module dev.holdfast.wire {
    requires transitive dev.holdfast.core;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.wire;
}
