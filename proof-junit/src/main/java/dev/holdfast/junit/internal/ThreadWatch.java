package dev.holdfast.junit.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.junit.Leak;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Threads and timers that a test started and left running. Threads carry no mark of who started them, so this is right only
 * while no other test runs in this JVM. Virtual threads can't be listed, and aren't seen. Immutable.
 */
public final class ThreadWatch {
    /** Threads of the platform, of the test engine, of the driver and of ours, which come when they like and stay. */
    private static final Pattern STANDING = Pattern.compile("ForkJoinPool\\.commonPool-.*"
            + "|CompletableFutureDelayScheduler|process reaper.*|Common-Cleaner|Cleaner-\\d+|Finalizer|Reference Handler"
            + "|Signal Dispatcher|Attach Listener|Notification Thread|DestroyJavaVM|VirtualThread-.*|(Read|Write)-Poller.*"
            + "|Keep-Alive-.*|RMI .*|JMX .*|surefire-.*|junit-.*|PostgreSQL-JDBC-.*|holdfast-.*|Test worker.*");

    private static final List<String> STANDING_TYPES =
            List.of("jdk.internal.", "org.junit.", "java.util.logging.", "com.sun.", "sun.");

    private static final String DELAYS = "-delayScheduler";
    private static final String CARRIER = "jdk.internal.misc.CarrierThread";
    private static final String SCHEDULED = "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue";
    private static final int MOST_FRAMES = 8;

    private final Set<Thread> before;

    ThreadWatch(Set<Thread> before) {
        this.before = before;
    }

    /** Remembers which threads there are. */
    public static ThreadWatch begin() {
        return new ThreadWatch(Set.copyOf(live()));
    }

    /** Threads that have come since and still run; waits up to {@code patience} until there are none. */
    public List<Leak> find(Duration patience) {
        Deadline deadline = Deadline.in(patience);
        Patience pauses = new Patience();
        while (true) {
            List<Thread> left = left();
            if (left.isEmpty() || deadline.passed() || Thread.currentThread().isInterrupted()) {
                return left.stream().map(ThreadWatch::leak).toList();
            }
            pauses.pause(deadline);
        }
    }

    private List<Thread> left() {
        return live().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .filter(thread -> !thread.equals(Thread.currentThread()))
                .filter(thread -> !isStanding(thread))
                .toList();
    }

    private static boolean isStanding(Thread thread) {
        String type = thread.getClass().getName();
        ThreadGroup group = thread.getThreadGroup();
        return STANDING.matcher(thread.getName()).matches()
                || STANDING_TYPES.stream().anyMatch(type::startsWith)
                || wakesVirtualThreads(thread)
                || (group != null
                        && (group.getName().equals("system") || group.getName().startsWith("Innocuous")));
    }

    /** From Java 25 on, the pool that carries virtual threads has a thread for their timed waits: it bears the pool's name. */
    private static boolean wakesVirtualThreads(Thread thread) {
        String name = thread.getName();
        return name.endsWith(DELAYS)
                && live().stream()
                        .filter(other -> other.getClass().getName().equals(CARRIER))
                        .anyMatch(carrier -> carrier.getName()
                                .startsWith(name.substring(0, name.length() - DELAYS.length()) + "-worker-"));
    }

    /** Platform threads, in all groups. */
    @SuppressWarnings("ThreadGroup") // the only list of threads that doesn't stop them all for their stacks
    private static List<Thread> live() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() + 16];
        int count = root.enumerate(threads);
        while (count == threads.length) {
            threads = new Thread[2 * threads.length];
            count = root.enumerate(threads);
        }
        return new ArrayList<>(Arrays.asList(threads).subList(0, count));
    }

    private static Leak leak(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        boolean timer = thread.getClass().getName().equals("java.util.TimerThread");
        boolean scheduled =
                Arrays.stream(stack).anyMatch(frame -> frame.getClassName().equals(SCHEDULED));
        String what = (timer ? "timer" : scheduled ? "scheduler" : "thread") + " still running: \"" + thread.getName()
                + "\", " + thread.getState().name().toLowerCase(Locale.ROOT) + (thread.isDaemon() ? ", a daemon" : "");
        String mend = timer
                ? "timer.cancel();"
                : scheduled ? "scheduler.shutdownNow();" : "thread.interrupt(); thread.join(); or executor.close();";
        return new Leak(timer || scheduled ? Leak.Kind.TIMER : Leak.Kind.THREAD, what, frames(stack), mend);
    }

    /** Where it is now; who started it is written nowhere. */
    private static String frames(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(Frames::isSubject)
                .limit(MOST_FRAMES)
                .map(frame -> "at " + frame)
                .collect(Collectors.joining("\n"));
    }
}
