package dev.holdfast.spring;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Fills its database while it starts: by schema.sql, and when it is ready. */
@SpringBootConfiguration
@EnableAutoConfiguration
class Application {
    static final AtomicInteger STARTED = new AtomicInteger();

    @Bean
    ApplicationRunner seats(JdbcTemplate jdbc) {
        return arguments -> {
            STARTED.incrementAndGet();
            jdbc.update("INSERT INTO seat SELECT generate_series(1, 10)");
        };
    }
}
