package dev.holdfast.connections.internal;

import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A pool's side of a lease that writes down what it was told. */
final class RecordingLent implements Lent {
    /** One end of a lease. */
    record End(long stamp, int marks) {}

    final List<End> ends = new CopyOnWriteArrayList<>();
    final List<SQLException> noticed = new CopyOnWriteArrayList<>();
    final List<String> aborts = new CopyOnWriteArrayList<>();
    private final Connection jdbc;

    RecordingLent(Connection jdbc) {
        this.jdbc = jdbc;
    }

    int marks() {
        if (ends.size() != 1) {
            throw new AssertionError("ended " + ends.size() + " times");
        }
        return ends.getFirst().marks();
    }

    @Override
    public Connection jdbc() {
        return jdbc;
    }

    @Override
    public @Nullable TenantId tenant() {
        return new TenantId("acme");
    }

    @Override
    public void giveBack(long stamp, int marks) {
        ends.add(new End(stamp, marks));
    }

    @Override
    public void noticed(SQLException failure) {
        noticed.add(failure);
    }

    @Override
    public void abort() {
        aborts.add(ends.isEmpty() ? "before the end" : "after the end");
    }
}
