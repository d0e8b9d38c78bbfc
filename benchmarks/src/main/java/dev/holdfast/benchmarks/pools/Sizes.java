package dev.holdfast.benchmarks.pools;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * How large pools are.
 *
 * @param tenants numbers from 0 to this, exclusive
 * @param perTenant connections of one tenant at most
 * @param total connections of all tenants at most, for those who know such a figure
 * @param patience how long a borrower waits
 */
record Sizes(int tenants, int perTenant, int total, Duration patience) {
    /** The tenants' ids, to look them up with. */
    String[] ids() {
        return IntStream.range(0, tenants).mapToObj(Place::tenant).toArray(String[]::new);
    }

    Sizes withPerTenant(int most) {
        return new Sizes(tenants, most, total, patience);
    }
}
