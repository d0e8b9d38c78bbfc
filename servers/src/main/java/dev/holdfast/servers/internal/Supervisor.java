package dev.holdfast.servers.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.servers.ServerFailed;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * This JVM's end of a supervisor ({@code supervisor.sh}): the pipe whose end is our end, and the run directory. As long as
 * it is open, and this JVM lives, so does the server. Thread-safe.
 */
public final class Supervisor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final long FULL = 1 << 20;
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** Becomes its arguments, in a session of its own. */
    private static final String NEW_SESSION = """
            command -v setsid >/dev/null 2>&1 && exec setsid "$@"
            exec perl -e 'use POSIX; POSIX::setsid(); exec(@ARGV) or die "$ARGV[0]: $!"' -- "$@" # macOS
            """;

    /** Keeps the pipes reachable: the garbage collector would close them, and with them the server. */
    private static final Set<Supervisor> OPEN = ConcurrentHashMap.newKeySet();

    private final Account account;
    private final Path directory;
    private final OutputStream pipe;
    private final String client = ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();

    private Supervisor(Account account, Path directory, OutputStream pipe) {
        this.account = account;
        this.directory = directory;
        this.pipe = pipe;
    }

    /**
     * Starts a supervisor with an empty run directory.
     *
     * @param parent where run directories are made; its path should be short, as Unix sockets live there
     * @param id eight characters that nobody else has
     */
    public static Supervisor start(Account account, Cache cache, Path parent, String id) {
        Process process = null;
        try {
            Path state = cache.clusters(account);
            if (account.unshared()) {
                reap(account, cache, parent);
            }
            process =
                    launch(account.prefix(), List.of("start", state.toString(), parent.toString(), account.name(), id));
            Path directory = Path.of(readiness(process));
            Supervisor supervisor = new Supervisor(account, directory, process.getOutputStream());
            supervisor.hello();
            return supervisor;
        } catch (IOException e) {
            if (process != null) {
                process.destroyForcibly();
            }
            throw new ServerFailed("could not start the supervisor process", e + ".", "", e);
        }
    }

    /** Removes what dead supervisors of {@code account} left in {@code parent}; every start does the same first. */
    public static void reap(Account account, Cache cache, Path parent) throws IOException {
        Path state = cache.clusters(account);
        List<String> prefix = account.unshared() ? List.of() : account.prefix();
        Process process = launch(prefix, List.of("reap", state.toString(), parent.toString(), account.name()));
        readiness(process);
    }

    /**
     * Joins a supervisor that another JVM started, so that it lives until we too are gone.
     *
     * @throws ServerFailed if nobody answers in that directory
     */
    public static Supervisor attach(Account account, Path directory) {
        try {
            Supervisor supervisor = new Supervisor(account, directory, writer(directory.resolve("clients")));
            supervisor.hello();
            return supervisor;
        } catch (IOException e) {
            throw gone(directory, e);
        }
    }

    /**
     * The same for a supervisor that may have been killed: if it doesn't answer soon, its remains are removed.
     *
     * @throws ServerFailed if nobody answers in that directory
     */
    public static Supervisor join(Account account, Cache cache, Path directory) {
        try {
            Supervisor supervisor = new Supervisor(account, directory, writer(directory.resolve("clients")));
            supervisor.hello(() -> reap(account, cache, directory.resolveSibling("")));
            return supervisor;
        } catch (IOException e) {
            throw gone(directory, e);
        }
    }

    /**
     * For reading as well, or opening would wait for a supervisor that may be dead; and no FileChannel, which the next
     * interrupt would close, and with it the server.
     */
    private static OutputStream writer(Path fifo) throws IOException {
        if (!Files.exists(fifo)) {
            throw new NoSuchFileException(fifo.toString());
        }
        RandomAccessFile file = new RandomAccessFile(fifo.toFile(), "rw");
        return new FileOutputStream(file.getFD()) {
            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    private static ServerFailed gone(Path directory, Throwable cause) {
        return new ServerFailed(
                "the embedded server is gone",
                "No supervisor answers in " + directory + ".",
                "Start another one; a server ends with the last JVM that uses it.",
                cause);
    }

    private static Process launch(List<String> prefix, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", NEW_SESSION, "holdfast-session"));
        command.addAll(prefix);
        command.addAll(List.of("sh", "-c", Shell.text("supervisor.sh"), "holdfast-supervisor"));
        command.addAll(arguments);
        return Shell.process(command).directory(Path.of("/").toFile()).start();
    }

    /** The directory that a supervisor announces, or what it said instead. */
    private static String readiness(Process process) throws IOException {
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ready")) {
                    return line.substring("ready".length()).strip();
                }
                said.add(line);
            }
        }
        throw new ServerFailed(
                "the supervisor process could not make a run directory",
                String.join("; ", said) + ".",
                "The cache and the directory for runs must be on disks with space, where that account may enter.");
    }

    /** Something to do about a supervisor that doesn't answer. */
    private interface Rescue {
        void run() throws IOException;
    }

    private void hello() throws IOException {
        hello(() -> {});
    }

    /** Says that we are there, and waits for the answer: without one, the end has begun already. */
    private void hello(Rescue late) throws IOException {
        OPEN.add(this);
        try {
            send("attach " + client);
            if (!answered(SOON)) {
                late.run();
            }
            if (!answered(PATIENCE) || !Files.exists(presence())) {
                throw new IOException("no answer to attach");
            }
        } catch (IOException e) {
            giveUp();
            throw gone(directory, e);
        } catch (RuntimeException e) {
            giveUp();
            throw e;
        }
    }

    private void giveUp() throws IOException {
        OPEN.remove(this);
        pipe.close();
    }

    private boolean answered(Duration patience) {
        return Poll.until(Deadline.in(patience), () -> Files.exists(presence()) || !Files.exists(directory));
    }

    private Path presence() {
        return directory.resolve("attached").resolve(client);
    }

    /** One line, in one write: lines of several JVMs don't mix, as they are shorter than PIPE_BUF. */
    private synchronized void send(String line) throws IOException {
        pipe.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        pipe.flush();
    }

    public Path directory() {
        return directory;
    }

    public Account account() {
        return account;
    }

    /**
     * At the end the server is to be shut down in order and its data are to become {@code kept}, a path in the directory where
     * the account keeps its clusters. What isn't in order then is destroyed.
     */
    public void keep(Path kept) throws IOException {
        send("keep " + kept.getFileName());
    }

    /** Starts {@code text}, a shell text, with the run directory as its working directory. */
    public Command run(String label, String text) {
        String name = label + "-" + client + "-" + NUMBERS.incrementAndGet();
        try {
            place(name + ".pid", Command.UNKNOWN);
            place(name + ".exit", Command.UNKNOWN);
            place(name + ".sh", text);
            send("run " + name);
        } catch (IOException e) {
            throw new ServerFailed(
                    "could not start a program beside the embedded server",
                    e + ".",
                    "Is its disk full, or is it gone?",
                    e);
        }
        return new Command(directory, name);
    }

    /** In the run directory only its account and root can come near it. */
    private void place(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    /** The same, for a text that ends by itself; {@code what} is for the message if it fails or takes too long. */
    public void runToEnd(String label, String text, String what) {
        Command command = run(label, text);
        if (!Poll.until(Deadline.in(PATIENCE), command::ended)) {
            throw new ServerFailed("could not " + what, "Not done after " + PATIENCE + ".", "");
        }
        if (command.status() != 0) {
            throw new ServerFailed(
                    "could not " + what,
                    command.output() + " (exit status " + command.status() + ").",
                    hint(command.output()));
        }
    }

    /** On a full disk, what a program says may have found no place either. */
    public String hint(String output) {
        long free = directory.toFile().getUsableSpace();
        return free < FULL || output.contains("No space left on device")
                ? "The disk is full (" + free + " bytes are free in " + directory
                        + "): make room, or choose another directory for runs or for the cache (HOLDFAST_CACHE)."
                : "";
    }

    /** Ends our use. Waits for the end of everything, if no other living JVM uses it. Calling it again does nothing. */
    @Override
    public void close() {
        if (!OPEN.remove(this)) {
            return;
        }
        boolean interrupted = Thread.interrupted(); // even then nothing stays
        try {
            Files.deleteIfExists(presence());
            boolean last = !othersLive();
            pipe.close();
            if (last && !Poll.until(Deadline.in(PATIENCE), () -> !Files.exists(directory))) {
                throw new ServerFailed(
                        "the embedded server did not end", directory + " is still there after " + PATIENCE + ".", "");
            }
        } catch (IOException e) {
            throw new ServerFailed("could not end the embedded server", e + ".", "", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Only decides whether to wait; who really is there, the supervisor knows from its pipe. */
    private boolean othersLive() {
        try (Stream<Path> present = Files.list(directory.resolve("attached"))) {
            return present.map(path -> path.getFileName().toString())
                    .map(name -> ProcessHandle.of(Long.parseLong(name.substring(0, name.indexOf('-')))))
                    .anyMatch(process -> process.isPresent() && process.get().isAlive());
        } catch (IOException e) {
            return false; // the directory is gone already
        }
    }
}
