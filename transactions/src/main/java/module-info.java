/** Transactions that are repeated when they may be, and never when nobody knows whether they committed. */
module dev.holdfast.transactions {
    requires transitive dev.holdfast.core;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.transactions;
}
