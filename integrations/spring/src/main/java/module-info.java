/** An isolated database per test for tests that run in a Spring application's context. */
module dev.holdfast.spring {
    requires transitive dev.holdfast.junit;
    requires spring.beans;
    requires static spring.boot; // without it, a context is complete when it is refreshed
    requires static spring.boot.test;
    requires spring.context;
    requires spring.core;
    requires spring.jdbc;
    requires spring.test;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.spring;

    opens dev.holdfast.spring to
            spring.core; // makes what spring.factories names

    provides dev.holdfast.junit.spi.DatabaseListener with
            dev.holdfast.spring.SpringDatabases;
}
