package dev.holdfast.catalog.internal;

import dev.holdfast.scenarios.FaultClient;
import dev.holdfast.scenarios.FaultTarget;
import dev.holdfast.scenarios.internal.FaultConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Clients with one fault each, in what they make of an error. */
public final class FaultTwins {
    private FaultTwins() {}

    /** A client that does as another one unless an error comes. */
    private abstract static class Twin implements FaultClient {
        final FaultClient right;

        Twin(FaultClient right) {
            this.right = right;
        }

        @Override
        public String name() {
            return right.name();
        }

        @Override
        public DataSource open(FaultTarget target) throws SQLException {
            return right.open(target);
        }

        @Override
        public void inTransaction(DataSource dataSource, Work work) throws SQLException {
            try {
                right.inTransaction(dataSource, work);
            } catch (SQLException e) {
                failed(dataSource, work, e);
            }
        }

        @SuppressWarnings("UnusedVariable") // a twin may need them
        void failed(DataSource dataSource, Work work, SQLException e) throws SQLException {
            throw e;
        }

        @Override
        public Claim claim() {
            return right.claim();
        }
    }

    /** Logs the error, so to speak, and goes on. */
    public static FaultClient swallowing(FaultClient right) {
        return new Twin(right) {
            @Override
            void failed(DataSource dataSource, Work work, SQLException e) {}
        };
    }

    /** Tells whatever happened in the same words, without a cause. */
    public static FaultClient masking(FaultClient right) {
        return new Twin(right) {
            @Override
            void failed(DataSource dataSource, Work work, SQLException e) throws SQLException {
                throw new SQLException("something went wrong");
            }
        };
    }

    /** Reports a failure, and writes what failed as soon as it can. */
    public static FaultClient writingBehind(FaultClient right) {
        Queue<FaultClient.Work> behind = new ConcurrentLinkedQueue<>();
        return new Twin(right) {
            @Override
            public void inTransaction(DataSource dataSource, Work work) throws SQLException {
                super.inTransaction(dataSource, work);
                for (Work late = behind.poll(); late != null; late = behind.poll()) {
                    right.inTransaction(dataSource, late);
                }
            }

            @Override
            void failed(DataSource dataSource, Work work, SQLException e) throws SQLException {
                behind.add(work);
                throw e;
            }
        };
    }

    /** After an error, doesn't believe that anything was written, and writes it once more. */
    public static FaultClient writingTwice(FaultClient right) {
        Set<Thread> alarmed = ConcurrentHashMap.newKeySet();
        return new Twin(right) {
            @Override
            public void inTransaction(DataSource dataSource, Work work) throws SQLException {
                super.inTransaction(dataSource, work);
                if (alarmed.contains(Thread.currentThread())) {
                    right.inTransaction(dataSource, work);
                }
            }

            @Override
            void failed(DataSource dataSource, Work work, SQLException e) throws SQLException {
                alarmed.add(Thread.currentThread());
                throw e;
            }
        };
    }

    /** A circuit breaker that opens at the first error, and never closes again. */
    public static FaultClient neverTryingAgain(FaultClient right) {
        Map<Thread, SQLException> open = new ConcurrentHashMap<>();
        return new Twin(right) {
            @Override
            public void inTransaction(DataSource dataSource, Work work) throws SQLException {
                SQLException first = open.get(Thread.currentThread());
                if (first != null) {
                    throw first;
                }
                super.inTransaction(dataSource, work);
            }

            @Override
            void failed(DataSource dataSource, Work work, SQLException e) throws SQLException {
                open.put(Thread.currentThread(), e);
                throw e;
            }
        };
    }

    /** Lends again whatever was given back, dead or alive. */
    public static FaultClient keepingTheDead(FaultClient right) {
        return new Twin(right) {
            @Override
            public DataSource open(FaultTarget target) {
                return new FaultConnections(target::connect, true) {
                    @Override
                    protected boolean fit(Connection connection) {
                        return true;
                    }
                };
            }
        };
    }

    /** Tells everybody of the error that one of them had. */
    public static FaultClient spreading(FaultClient right) {
        AtomicReference<@Nullable SQLException> latest = new AtomicReference<>();
        AtomicInteger errors = new AtomicInteger();
        Map<Thread, Integer> known = new ConcurrentHashMap<>();
        return new Twin(right) {
            @Override
            public void inTransaction(DataSource dataSource, Work work) throws SQLException {
                int now = errors.get();
                SQLException error = latest.get();
                if (error != null && known.getOrDefault(Thread.currentThread(), 0) < now) {
                    known.put(Thread.currentThread(), now);
                    throw error;
                }
                super.inTransaction(dataSource, work);
            }

            @Override
            void failed(DataSource dataSource, Work work, SQLException e) throws SQLException {
                latest.set(e);
                known.put(Thread.currentThread(), errors.incrementAndGet());
                throw e;
            }
        };
    }

    /** Works in auto-commit mode, and repeats whatever fails. */
    public static FaultClient repeatingBlindly(FaultClient right) {
        return new Twin(right) {
            @Override
            public void inTransaction(DataSource dataSource, Work work) throws SQLException {
                try {
                    once(dataSource, work);
                } catch (SQLException e) {
                    once(dataSource, work);
                }
            }
        };
    }

    private static void once(DataSource dataSource, FaultClient.Work work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            work.on(connection);
        }
    }

    /** Repeats also what can't be cured by that. */
    public static FaultClient repeatingAnything(FaultClient right) {
        return new Twin(right) {
            @Override
            void failed(DataSource dataSource, Work work, SQLException e) throws SQLException {
                right.inTransaction(dataSource, work);
            }
        };
    }
}
