package dev.holdfast.connections.spi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.Credential;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One attempt to open a connection, which another thread can end. Thread-safe. */
public final class Attempt {
    private final String database;
    private final Credential credential;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable Closeable socket;

    @GuardedBy("lock")
    private boolean aborted;

    private volatile boolean backendUnknown;

    public Attempt(String database, Credential credential) {
        this.database = database;
        this.credential = credential;
    }

    public String database() {
        return database;
    }

    public Credential credential() {
        return credential;
    }

    /**
     * Says what {@link #abort} must close to wake whoever is blocked in the attempt.
     *
     * @throws IOException if it was aborted already; {@code closeable} has been closed then
     */
    public void uses(Closeable closeable) throws IOException {
        lock.lock();
        try {
            socket = closeable;
            if (aborted) {
                closeable.close();
                throw new IOException("the attempt to connect was given up");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the attempt by closing its socket. Calling it again does nothing. */
    public void abort() {
        lock.lock();
        try {
            aborted = true;
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // Closed as well as it can be: the attempt fails on its own thread.
        } finally {
            lock.unlock();
        }
    }

    public boolean isAborted() {
        lock.lock();
        try {
            return aborted;
        } finally {
            lock.unlock();
        }
    }

    /** The attempt failed, and there may be a backend all the same. */
    public void backendUnknown() {
        backendUnknown = true;
    }

    public boolean isBackendUnknown() {
        return backendUnknown;
    }
}
