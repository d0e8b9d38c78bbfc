package cinema;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which seats there are, and who has booked them. */
@Repository
class Seats {
    private final JdbcClient jdbc;

    Seats(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Integer> free(String show) {
        return jdbc.sql("""
                        SELECT number FROM seat s
                        WHERE show = :show AND NOT EXISTS (
                            SELECT FROM booking b WHERE b.show = s.show AND b.number = s.number)
                        ORDER BY number
                        """).param("show", show).query(Integer.class).list();
    }

    void book(String show, int number, String guest) {
        jdbc.sql("INSERT INTO booking (show, number, guest) VALUES (:show, :number, :guest)")
                .param("show", show)
                .param("number", number)
                .param("guest", guest)
                .update();
    }

    List<String> guests(String show) {
        return jdbc.sql("SELECT guest FROM booking WHERE show = :show ORDER BY number")
                .param("show", show)
                .query(String.class)
                .list();
    }
}
