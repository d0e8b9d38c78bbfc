/** Micrometer's meters over the connections of many tenants, few however many tenants there are. */
@SuppressWarnings("requires-transitive-automatic") // Micrometer has a stable name and no descriptor
module dev.holdfast.micrometer {
    requires transitive dev.holdfast.connections;
    requires transitive micrometer.core;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.micrometer;
}
