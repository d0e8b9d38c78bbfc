package cinema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.junit.Faults;
import dev.holdfast.junit.Holdfast;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessResourceFailureException;

/** The connection is cut between COMMIT and its answer. */
@Holdfast
@SpringBootTest
class LostAnswerTest {
    @Autowired
    private Bookings bookings;

    @Autowired
    private Seats seats;

    @Test
    void anErrorAtTheCommitDoesNotMeanThatNothingWasBooked(Faults faults) {
        faults.arm("reset before command-complete(COMMIT)");
        assertThatThrownBy(() -> bookings.book("matinee", "Ada", List.of(7)))
                .isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(seats.guests("matinee")).containsExactly("Ada");
    }
}
