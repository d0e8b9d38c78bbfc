package dev.holdfast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Holdfast.Lifetime;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tests of this class share one database; its one instance is made before JUnit says anything else. */
@Holdfast(database = Lifetime.CLASS)
@SpringBootTest(classes = Application.class, properties = "spring.sql.init.mode=always")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SharedDatabaseTest {
    @Autowired
    private JdbcClient jdbc;

    private int guests() {
        return jdbc.sql("SELECT count(guest) FROM seat").query(Integer.class).single();
    }

    @Test
    @Order(1)
    void whatTheFirstDoes() {
        assertThat(guests()).isZero();
        jdbc.sql("UPDATE seat SET guest = 'Ada' WHERE number = 1").update();
    }

    @Test
    @Order(2)
    void theSecondSees() {
        assertThat(guests()).isEqualTo(1);
    }

    /** Classes whose databases begin alike share a context, however long they keep their databases. */
    @Test
    void theContextIsThatOfOtherClasses() {
        assertThat(Application.STARTED).hasValue(1);
    }
}
