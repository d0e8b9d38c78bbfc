package dev.holdfast.junit;

import dev.holdfast.junit.spi.TemplateStep;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the databases of these tests contain when they are handed out. It is prepared once on a server, for all tests,
 * forks and runs with the same content, and cloned. A method's replaces its class's; a {@code @Nested} class has the one of
 * the class around it, unless it has its own.
 *
 * <p>Not cloned is what belongs to the database itself or to the server: {@code ALTER DATABASE … SET}, privileges on the
 * database, roles. A script that creates a role must bear that it is there.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Template {
    /**
     * SQL scripts in UTF-8, run in order by the server's administrator, each in a session of its own, each statement in its
     * own transaction unless the script says {@code BEGIN} and {@code COMMIT}: {@code /schema.sql} or
     * {@code classpath:schema.sql} from the root of the class path, {@code schema.sql} beside the class that has the
     * annotation, {@code file:db/schema.sql} in the working directory. A folder means its {@code .sql} files by name.
     *
     * <p>What pg_dump writes can be read, {@code COPY … FROM stdin} too; psql's other commands are refused.
     */
    String[] value() default {};

    /** Java that prepares, after the scripts, in order; each has a constructor without parameters. */
    Class<? extends TemplateStep>[] by() default {};
}
