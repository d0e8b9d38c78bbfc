package dev.holdfast.benchmarks.pools;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * Borrowers on threads of their own, each of one tenant, who borrow, run a statement, give back, and begin again until the time
 * is over.
 */
final class Crowd {
    private final TenantPools pools;
    private final String sql;
    private final List<Borrower> borrowers = new ArrayList<>();
    private final CountDownLatch start = new CountDownLatch(1);
    private volatile long end;

    Crowd(TenantPools pools, String sql) {
        this.pools = pools;
        this.sql = sql;
    }

    void add(int tenant, int threads) {
        for (int thread = 0; thread < threads; thread++) {
            borrowers.add(new Borrower(tenant));
        }
    }

    /** Begins with all of them at once; those who still wait at the end have until their patience ends. */
    List<Borrower> work(Duration time) throws InterruptedException {
        List<Thread> threads =
                borrowers.stream().map(each -> Thread.ofPlatform().start(each)).toList();
        end = System.nanoTime() + time.toNanos();
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return borrowers;
    }

    static Map<String, Integer> failures(List<Borrower> borrowers) {
        Map<String, Integer> all = new TreeMap<>();
        borrowers.forEach(each -> each.failures.forEach((state, count) -> all.merge(state, count, Integer::sum)));
        return all;
    }

    /** One of them. To be read when it has ended. */
    final class Borrower implements Runnable {
        final int tenant;
        private final List<Long> nanos = new ArrayList<>();
        private final Map<String, Integer> failures = new TreeMap<>();
        private int leases;

        private Borrower(int tenant) {
            this.tenant = tenant;
        }

        @Override
        public void run() {
            try {
                start.await();
                while (System.nanoTime() < end) {
                    step();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void step() {
            long began = System.nanoTime();
            try {
                serve();
                leases += System.nanoTime() <= end ? 1 : 0;
            } catch (SQLException e) {
                failures.merge(String.valueOf(e.getSQLState()), 1, Integer::sum);
            }
            nanos.add(System.nanoTime() - began);
        }

        private void serve() throws SQLException {
            Connection connection = pools.borrow(tenant);
            try {
                RealServer.number(connection, sql);
            } finally {
                pools.giveBack(tenant, connection);
            }
        }

        /** Served within the time. */
        int leases() {
            return leases;
        }

        /** From the request to the answer, or to the error, each. */
        List<Long> nanos() {
            return Collections.unmodifiableList(nanos);
        }
    }
}
