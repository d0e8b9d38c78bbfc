/** Hibernate's sessions on the connections of many tenants, under one hard budget. */
@SuppressWarnings("requires-transitive-automatic") // Hibernate has a stable name and no descriptor
module dev.holdfast.hibernate {
    requires transitive dev.holdfast.connections;
    requires transitive java.naming; // Hibernate, which can't say so itself, makes its SessionFactory a Referenceable
    requires transitive org.hibernate.orm.core;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.holdfast.hibernate;
}
