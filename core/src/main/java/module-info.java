/** The vocabulary of Holdfast. */
module dev.holdfast.core {
    requires transitive java.sql;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.core;
}
