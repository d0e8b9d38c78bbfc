/** Every scenario of this project, and the saboteurs that must turn each of them red. Not published. */
module dev.holdfast.catalog {
    requires transitive dev.holdfast.scenarios;
    requires dev.holdfast.connections;
    requires dev.holdfast.transactions;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.catalog;
}
