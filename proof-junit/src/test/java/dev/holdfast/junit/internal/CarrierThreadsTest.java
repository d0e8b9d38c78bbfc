package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.junit.Leak;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The threads that Java itself starts on the way are nobody's leak. */
class CarrierThreadsTest {
    private static final String DELAYS = "delayScheduler";

    /** All there are have come since: these may have been started by a test before. */
    private static Iterable<String> seen() {
        return new ThreadWatch(Set.of())
                .find(Duration.ZERO).stream().map(Leak::toString).toList();
    }

    @Test
    void aVirtualThreadMayWaitForAWhile() throws InterruptedException {
        Thread.ofVirtual()
                .start(() -> LockSupport.parkNanos(Duration.ofMillis(2).toNanos()))
                .join();
        assertThat(seen()).noneMatch(leak -> leak.contains(DELAYS));
    }

    @Test
    void aPoolThatOnlyHasSuchAThreadTooIsALeak() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread left = Thread.ofPlatform().name("ForkJoinPool-4711-" + DELAYS).start(() -> await(end));
        try {
            assertThat(seen()).anyMatch(leak -> leak.contains("ForkJoinPool-4711-" + DELAYS));
        } finally {
            end.countDown();
            left.join();
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
