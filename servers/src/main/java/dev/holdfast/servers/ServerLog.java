package dev.holdfast.servers;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.Deadline;
import dev.holdfast.servers.internal.LogParser;
import dev.holdfast.servers.internal.Poll;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The log of an embedded server, over all its restarts, as events. What has been written is read when somebody asks, and
 * every 5 ms as long as there is a listener. Thread-safe. After the server's end it still has what was read before.
 */
public final class ServerLog {
    private final Path file;
    private final List<Consumer<ServerEvent>> listeners = new CopyOnWriteArrayList<>();

    @GuardedBy("this")
    private final LogParser parser = new LogParser();

    @GuardedBy("this")
    private final List<ServerEvent> events = new ArrayList<>();

    @GuardedBy("this")
    private long position;

    @GuardedBy("this")
    private boolean followed;

    ServerLog(Path file) {
        this.file = file;
    }

    /** Everything so far, oldest first. */
    public synchronized List<ServerEvent> events() {
        for (ServerEvent event : parser.parse(unread())) {
            events.add(event);
            listeners.forEach(listener -> listener.accept(event));
        }
        return List.copyOf(events);
    }

    /** The first event, from the beginning of the log, that {@code wanted} accepts; empty if none came in time. */
    public Optional<ServerEvent> await(Predicate<ServerEvent> wanted, Deadline deadline) {
        return awaitAfter(0, wanted, deadline);
    }

    /** The same, without looking at the first {@code skipped} events: what was there before one did something. */
    public Optional<ServerEvent> awaitAfter(int skipped, Predicate<ServerEvent> wanted, Deadline deadline) {
        AtomicReference<Optional<ServerEvent>> found = new AtomicReference<>(Optional.empty());
        Poll.until(deadline, () -> {
            found.set(events().stream().skip(skipped).filter(wanted).findFirst());
            return found.get().isPresent();
        });
        return found.get();
    }

    /** Calls {@code listener} with each further event, in order, on a thread of the log; it must not block. */
    public synchronized void listen(Consumer<ServerEvent> listener) {
        events();
        listeners.add(listener);
        if (!followed) {
            followed = true;
            Thread.ofVirtual().name("holdfast-server-log").start(this::follow);
        }
    }

    private void follow() {
        Poll.until(Deadline.in(Duration.ofDays(365)), () -> {
            events();
            return !Files.exists(file);
        });
    }

    /** The whole log as text, passwords masked: what belongs into a report. */
    public String text() {
        try {
            return LogParser.mask(Files.readString(file));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GuardedBy("this")
    private ByteBuffer unread() {
        // No FileChannel: the interrupt of some reader would close it.
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(Math.max(0, log.length() - position))];
            log.seek(position);
            log.readFully(bytes);
            position += bytes.length;
            return ByteBuffer.wrap(bytes);
        } catch (FileNotFoundException e) {
            return ByteBuffer.allocate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
