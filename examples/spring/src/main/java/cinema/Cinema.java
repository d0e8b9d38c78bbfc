package cinema;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Sells seats. */
@SpringBootApplication
public class Cinema {
    /** For Spring. */
    public Cinema() {}

    public static void main(String[] arguments) {
        SpringApplication.run(Cinema.class, arguments);
    }
}
