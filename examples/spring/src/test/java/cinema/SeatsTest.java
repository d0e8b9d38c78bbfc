package cinema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.jdbc.JdbcTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A slice of the application; its tests are transactions that Spring rolls back, on PostgreSQL all the same. */
@Holdfast
@JdbcTest
@Import(Seats.class)
class SeatsTest {
    @Autowired
    private Seats seats;

    @Test
    void whoHasBookedIsListedBySeat() {
        seats.book("matinee", 2, "Grace");
        seats.book("matinee", 1, "Ada");
        assertThat(seats.guests("matinee")).containsExactly("Ada", "Grace");
    }

    @Test
    void theTestMayLookForItself(@Autowired JdbcClient jdbc, TestDatabase database) throws Exception {
        seats.book("matinee", 1, "Ada");
        assertThat(jdbc.sql("SELECT current_database()").query(String.class).single())
                .isEqualTo(database.name());
        assertThat(database.connectionsByState()).containsEntry("idle in transaction", 1);
    }
}
