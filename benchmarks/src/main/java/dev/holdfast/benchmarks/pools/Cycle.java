package dev.holdfast.benchmarks.pools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A warm connection is borrowed and given back, of a tenant chosen at random, without a server. JMH runs it in a JVM of its
 * own for each pool, number of tenants, and number of threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Cycle {
    /** Connections of the only tenant, when there is one. */
    static final int CONNECTIONS = 32;

    /** Where a pool that can't be filled says why; a system property. */
    static final String REFUSAL = "holdfast.bench.refusal";

    /** For how many milliseconds a pool may be filled; a system property. */
    static final String FILLING = "holdfast.bench.filling";

    private static final int THREADS = 6_000;

    /** A constant of {@link PoolKind}. */
    @Param("OURS_BY_HANDLE")
    public String pool = "";

    /** How many there are. */
    @Param("1")
    public int tenants;

    private TenantPools pools;

    /** JMH's. */
    @SuppressWarnings("NullAway.Init") // set by fill
    public Cycle() {}

    /** One connection of each tenant, or {@link #CONNECTIONS} of one. */
    static Sizes sizes(int tenants) {
        int perTenant = tenants == 1 ? CONNECTIONS : 2;
        return new Sizes(tenants, perTenant, Math.max(CONNECTIONS, tenants * perTenant), Duration.ofSeconds(30));
    }

    /** Opens a connection of each tenant. */
    @Setup
    public void fill() throws SQLException, IOException {
        pools = PoolKind.valueOf(pool).open(Place.nowhere(), sizes(tenants));
        Duration limit = Duration.ofMillis(Long.getLong(FILLING, 10_000));
        long began = System.nanoTime();
        for (int tenant = 0; tenant < tenants; tenant++) {
            pools.cycle(tenant);
            if (System.nanoTime() - began > limit.toNanos()) {
                refuse(tenant + " of " + tenants + " tenants after " + limit.toSeconds() + " s");
            }
            if (tenant % 64 == 0 && Thread.activeCount() > THREADS) {
                refuse(THREADS + " threads with " + tenant + " of " + tenants + " tenants");
            }
        }
    }

    private static void refuse(String reason) throws IOException {
        Files.writeString(Path.of(System.getProperty(REFUSAL, "refusal")), reason);
        throw new IllegalStateException(reason);
    }

    @Benchmark
    public void cycle(Keys keys) throws SQLException {
        pools.cycle(keys.next());
    }

    @TearDown
    public void close() {
        pools.close();
    }

    /** A thread's tenants: uniform, by a shift register, without division. */
    @State(Scope.Thread)
    public static class Keys {
        private int state;
        private int tenants;

        /** JMH's. */
        public Keys() {}

        @Setup
        public void begin(Cycle cycle) {
            tenants = cycle.tenants;
            state = System.identityHashCode(this) | 1;
        }

        int next() {
            int x = state;
            x ^= x << 13;
            x ^= x >>> 17;
            x ^= x << 5;
            state = x;
            return (int) (((x & 0xffff_ffffL) * tenants) >>> 32);
        }
    }
}
