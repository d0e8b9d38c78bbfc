package dev.holdfast.spring;

import dev.holdfast.junit.Holdfast;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/** Annotations may stand on annotations. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Holdfast
@SpringBootTest(classes = Application.class, properties = "spring.sql.init.mode=always")
@interface SpringBootCase {}
