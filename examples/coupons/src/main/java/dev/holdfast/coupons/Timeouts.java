package dev.holdfast.coupons;

import dev.holdfast.core.Problems;
import java.time.Duration;

/**
 * How long what may take.
 *
 * @param request from a request's arrival to its answer, all attempts included
 * @param acquire waiting for a connection, once
 * @param statement a statement
 * @param lock waiting for a row that another request has, once; two claims of one coupon wait for each other
 * @param idle a transaction whose next statement doesn't come: longer than a pause of this process, shorter than patience
 */
public record Timeouts(Duration request, Duration acquire, Duration statement, Duration lock, Duration idle) {
    public Timeouts {
        Problems problems = new Problems();
        check("request", request, problems);
        check("acquire", acquire, problems);
        check("statement", statement, problems);
        check("lock", lock, problems);
        check("idle", idle, problems);
        problems.throwIfAny();
    }

    /** 5 s for a request; of that 1 s for a connection, 3 s for a statement, 2 s for a lock, 5 s in between. */
    public static Timeouts usual() {
        return new Timeouts(
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5));
    }

    private static void check(String name, Duration given, Problems problems) {
        if (given.toMillis() < 1 || given.compareTo(Duration.ofHours(1)) > 0) {
            problems.add("the " + name + " timeout is out of range", given + " was given.", "From 1 ms to 1 h.");
        }
    }

    public Timeouts withRequest(Duration value) {
        return new Timeouts(value, acquire, statement, lock, idle);
    }

    public Timeouts withAcquire(Duration value) {
        return new Timeouts(request, value, statement, lock, idle);
    }

    public Timeouts withStatement(Duration value) {
        return new Timeouts(request, acquire, value, lock, idle);
    }

    public Timeouts withLock(Duration value) {
        return new Timeouts(request, acquire, statement, value, idle);
    }

    public Timeouts withIdle(Duration value) {
        return new Timeouts(request, acquire, statement, lock, value);
    }
}
