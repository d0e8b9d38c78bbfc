package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.junit.Leak;
import java.time.Duration;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("threads are nobody's")
class ThreadWatchTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(5);

    private final ThreadWatch watch = ThreadWatch.begin();

    private static List<Leak.Kind> kinds(List<Leak> leaks) {
        return leaks.stream().map(Leak::kind).toList();
    }

    @Test
    void aThreadThatStillRunsIsFoundWithWhatItDoes() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().name("left").start(() -> await(end));
        assertThat(watch.find(SHORT)).singleElement().satisfies(leak -> {
            assertThat(leak.kind()).isEqualTo(Leak.Kind.THREAD);
            assertThat(leak.what()).contains("\"left\"");
            assertThat(leak.opened()).contains("ThreadWatchTest.await(");
        });
        end.countDown();
        thread.join();
        assertThat(watch.find(LONG)).isEmpty();
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anExecutorThatWasNotClosedIsFound() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            executor.submit(() -> {}).get();
            assertThat(kinds(watch.find(SHORT))).containsExactly(Leak.Kind.THREAD);
        }
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void aTimerThatWasNotCancelledIsFound() {
        Timer timer = new Timer("tick", true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {}
                },
                60_000);
        List<Leak> found = watch.find(SHORT);
        assertThat(kinds(found)).containsExactly(Leak.Kind.TIMER);
        assertThat(found.getFirst().mend()).isEqualTo("timer.cancel();");
        timer.cancel();
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void aSchedulerThatWasNotShutDownIsFound() throws Exception {
        try (ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1)) {
            scheduler.schedule(() -> {}, 0, TimeUnit.MILLISECONDS).get();
            assertThat(kinds(watch.find(SHORT))).containsExactly(Leak.Kind.TIMER);
        }
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void whatThePlatformStartsIsNobodys() throws Exception {
        ForkJoinPool.commonPool().submit(() -> {}).get();
        Thread.startVirtualThread(() -> {}).join();
        assertThat(watch.find(SHORT)).isEmpty();
    }
}
