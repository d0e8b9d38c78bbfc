package cinema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.junit.Holdfast;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DuplicateKeyException;

/** Commits for real, in the whole application, and no test sees what another has booked. */
@Holdfast
@SpringBootTest
class BookingsTest {
    private static final List<Integer> ALL =
            IntStream.rangeClosed(1, 12).boxed().toList();

    @Autowired
    private Bookings bookings;

    @Autowired
    private Seats seats;

    @Test
    void aSeatThatIsBookedIsNotFreeAnyMore() {
        bookings.book("matinee", "Ada", List.of(7, 8));
        assertThat(seats.free("matinee")).hasSize(10).doesNotContain(7, 8);
    }

    @Test
    void allSeatsAreFreeAtFirst() {
        assertThat(seats.free("matinee")).isEqualTo(ALL);
        bookings.book("matinee", "Grace", ALL);
        assertThat(seats.free("matinee")).isEmpty();
    }

    @Test
    void whoComesLateGetsNoneOfTheirSeats() {
        bookings.book("matinee", "Ada", List.of(7));
        assertThatThrownBy(() -> bookings.book("matinee", "Grace", List.of(6, 7, 8)))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(seats.guests("matinee")).containsExactly("Ada");
    }

    /** No test in one transaction that is rolled back could see this. */
    @Test
    void ofManyGuestsWhoWantTheSameSeatsOneGetsThem() throws Exception {
        int guests = 16;
        CyclicBarrier start = new CyclicBarrier(guests);
        try (ExecutorService threads = Executors.newFixedThreadPool(guests)) {
            List<Future<Boolean>> booked = threads.invokeAll(IntStream.range(0, guests)
                    .<Callable<Boolean>>mapToObj(guest -> () -> {
                        start.await();
                        return tryToBook("guest " + guest);
                    })
                    .toList());
            List<Boolean> won = new ArrayList<>();
            for (Future<Boolean> each : booked) {
                won.add(each.get());
            }
            assertThat(won).containsOnlyOnce(true);
        }
        assertThat(seats.guests("matinee"))
                .hasSize(3)
                .containsOnly(seats.guests("matinee").get(0));
    }

    private boolean tryToBook(String guest) {
        try {
            bookings.book("matinee", guest, List.of(1, 2, 3));
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }
}
