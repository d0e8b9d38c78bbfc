package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.Sessions;
import dev.holdfast.servers.Database;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** The sessions of one test, played by the engine of {@code proof} in the test's own database. Thread-safe. */
public final class TestSessions implements Sessions {
    private static final int MOST = 1_000;

    private final LentDatabase database;
    private final DataSource source;
    private final TestSeed seed;
    private final AtomicInteger races = new AtomicInteger();

    /**
     * In {@code database}, which isn't closed here.
     *
     * @param source from which sessions borrow if the test doesn't say otherwise
     */
    public TestSessions(Database database, DataSource source, TestSeed seed) {
        this.database = new LentDatabase(database);
        this.source = source;
        this.seed = seed;
    }

    @Override
    public Race of(int sessions) {
        if (sessions < 2 || sessions > MOST) {
            throw new InvalidOption(
                    "not a number of sessions",
                    sessions + " were asked for.",
                    "One session races with nobody; write a number from 2 to " + MOST + ".");
        }
        return new RaceBeingMade(database, source, seed, sessions, races.getAndIncrement());
    }

    @Override
    public long seed() {
        return seed.value();
    }
}
