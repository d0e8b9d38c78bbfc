package dev.holdfast.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests isolated PostgreSQL databases, and fails a test that leaves something behind on the server.
 *
 * <p>Parameters of test methods (a database per test), of constructors and of {@code @BeforeAll} methods (a database per
 * class): {@link TestDatabase}, {@link javax.sql.DataSource}, {@link java.sql.Connection}, {@link java.lang.String} with
 * {@link JdbcUrl}, {@link TenantDatabases} with {@link Tenants}, {@link Sessions}, {@link Faults}. Parameters without a
 * {@link Name} mean the same database; those with one mean a further database of that name.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(HoldfastExtension.class)
public @interface Holdfast {
    /** How long a database is kept. */
    enum Lifetime {
        /** Each test method has a database of its own. */
        TEST,
        /** The tests of a class share one; what leaks is looked for after each of them all the same. */
        CLASS
    }

    Lifetime database() default Lifetime.TEST;

    /**
     * {@code embedded}, or the URL of a server of yours ({@code jdbc:postgresql://…}). Default: what the configuration
     * parameter {@code holdfast.server} says, else {@code embedded}. All tests of a run that say the same share one.
     */
    String server() default "";

    /**
     * For an embedded server: {@code 18}, {@code 15.19}. Default: what {@code holdfast.postgres} says, else the one on the
     * class path, else the pinned one.
     */
    String postgres() default "";

    /** Settings of an embedded server, {@code name=value}; tests with other settings use another server. */
    String[] settings() default {};

    /**
     * Whether this test has a server to itself, which is started for it and may be stopped, killed and suspended. Implied by
     * a parameter of type {@link Faults} of whose server anything is asked; takes most of a second.
     */
    boolean ownServer() default false;
}
