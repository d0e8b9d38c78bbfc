package cinema;

import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Books seats for guests who come together. */
@Service
class Bookings {
    private final Seats seats;

    Bookings(Seats seats) {
        this.seats = seats;
    }

    /**
     * Books all of them, or none.
     *
     * @throws org.springframework.dao.DuplicateKeyException if somebody was faster
     */
    @Transactional
    void book(String show, String guest, List<Integer> numbers) {
        numbers.forEach(number -> seats.book(show, number, guest));
    }
}
