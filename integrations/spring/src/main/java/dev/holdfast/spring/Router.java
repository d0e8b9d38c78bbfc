package dev.holdfast.spring;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.TestDatabase;
import dev.holdfast.junit.spi.Original;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContextException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The {@code DataSource} of an application's context under test. Leads to the database that the context fills while it
 * starts; afterwards to that of the test that runs: of the calling thread's test, or, from other threads, of the only one.
 * Every connection is a session of its own. Thread-safe.
 */
final class Router extends AbstractDataSource implements DisposableBean {
    /** The bean's name. */
    static final String NAME = "holdfastDataSource";

    /** SQLSTATE connection_does_not_exist. */
    private static final String NOWHERE = "08003";

    /** A test that runs, on the thread that runs it. */
    private record Lent(Thread thread, TestDatabase database, DataSource connections) {}

    private final Original original;

    @GuardedBy("this")
    private boolean started;

    @GuardedBy("this")
    private final List<Lent> lent = new ArrayList<>();

    Router(Original original) {
        this.original = original;
    }

    /** What the context filled; frozen once it has started. */
    Original original() {
        return original;
    }

    /** The context is complete: from now on its database is what tests get clones of. */
    void started() {
        synchronized (this) {
            started = true;
        }
        try {
            original.freeze();
        } catch (SQLException e) {
            throw new ApplicationContextException("the database of the context could not be frozen", e);
        }
    }

    /** Called on the thread that is going to run the test. */
    synchronized void lend(TestDatabase database) {
        lent.add(new Lent(Thread.currentThread(), database, database.dataSource()));
    }

    /** Who asks from now on is told that it is too late. */
    synchronized void takeBack(TestDatabase database) {
        lent.removeIf(each -> each.database().equals(database));
    }

    @Override
    public Connection getConnection() throws SQLException {
        return target().getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return target().getConnection(user, password);
    }

    private synchronized DataSource target() throws SQLException {
        if (!started) {
            return original.dataSource();
        }
        Optional<Lent> own = lent.stream()
                .filter(each -> each.thread().equals(Thread.currentThread()))
                .findFirst();
        if (own.isPresent()) {
            return own.get().connections();
        }
        if (lent.size() == 1) {
            return lent.get(0).connections();
        }
        throw lent.isEmpty() ? noTest() : severalTests(lent.size());
    }

    private static SQLException noTest() {
        return nowhere(
                "no test is running that has a database",
                "The application's DataSource leads to the database of the test that runs; the context's own is frozen.",
                "Use it in @BeforeEach and in tests, and end what the application does in the background with the test.");
    }

    private static SQLException severalTests(int count) {
        return nowhere(
                "several tests run in this application, and this thread belongs to none of them",
                "Thread " + Thread.currentThread().getName() + " asked for a connection while " + count + " tests run.",
                "Put @Execution(SAME_THREAD) on tests whose application works on threads of its own.");
    }

    private static SQLException nowhere(String what, String detail, String hint) {
        return new SQLException(new InvalidOption(what, detail, hint).getMessage(), NOWHERE);
    }

    @Override
    public void destroy() {
        original.close();
    }

    @Override
    public synchronized String toString() {
        return started
                ? lent.stream().map(each -> each.database().name()).toList().toString()
                : original.name();
    }
}
