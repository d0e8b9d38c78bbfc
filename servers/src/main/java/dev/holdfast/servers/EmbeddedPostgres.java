package dev.holdfast.servers;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Secret;
import dev.holdfast.servers.internal.Account;
import dev.holdfast.servers.internal.Binaries;
import dev.holdfast.servers.internal.Cache;
import dev.holdfast.servers.internal.Cluster;
import dev.holdfast.servers.internal.Endpoint;
import dev.holdfast.servers.internal.LogParser;
import dev.holdfast.servers.internal.Poll;
import dev.holdfast.servers.internal.PostgresVersion;
import dev.holdfast.servers.internal.Processes;
import dev.holdfast.servers.internal.SharedServers;
import dev.holdfast.servers.internal.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that is ours: started here, to be crashed, suspended and restarted, and gone without a trace when the
 * last JVM that uses it has ended, however it ended. Listens on 127.0.0.1 only, with a random password. Thread-safe.
 */
public final class EmbeddedPostgres extends AdministeredServer {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Supervisor supervisor;
    private final Cluster cluster;
    private final Secret password;
    private final ServerLog log;
    private final String version;

    /** Held while the server changes between running and stopped. */
    private final ReentrantLock lifecycle = new ReentrantLock();

    private EmbeddedPostgres(Supervisor supervisor, Cluster cluster) throws IOException {
        this.supervisor = supervisor;
        this.cluster = cluster;
        this.password = cluster.password();
        this.log = new ServerLog(cluster.log());
        this.version = cluster.version();
    }

    /**
     * Starts a server; returns when it accepts connections. Fetches the version if it was never used here.
     *
     * @throws InvalidOption if the version doesn't exist
     * @throws ServerFailed if it didn't start; the message has the end of its log, and nothing is left of it
     */
    public static EmbeddedPostgres start(EmbeddedOptions options) {
        Account account = Account.current();
        Cache cache = Cache.of(account);
        Binaries binaries = binaries(options, cache);
        return start(
                account,
                cache,
                options,
                supervisor -> new EmbeddedPostgres(supervisor, Cluster.create(supervisor, cache, binaries, options))
                        .checked());
    }

    /** What runs beside a new supervisor. */
    private interface Beginning {
        EmbeddedPostgres begin(Supervisor supervisor) throws IOException, SQLException;
    }

    private static EmbeddedPostgres start(Account account, Cache cache, EmbeddedOptions options, Beginning beginning) {
        Supervisor supervisor = Supervisor.start(account, cache, options.parent(), randomId());
        try {
            return beginning.begin(supervisor);
        } catch (IOException | SQLException e) {
            supervisor.close();
            throw new ServerFailed("the embedded server didn't start", e + ".", "", e);
        } catch (RuntimeException e) {
            supervisor.close();
            throw e;
        }
    }

    /** Logs in once: it does accept connections, also with the password that we have. */
    private EmbeddedPostgres checked() throws SQLException {
        connect().close();
        return this;
    }

    private static Binaries binaries(EmbeddedOptions options, Cache cache) {
        Binaries binaries = options.installed()
                .map(Binaries::installed)
                .orElseGet(() -> Binaries.published(PostgresVersion.of(options.version()), cache));
        warnIfUntested(binaries);
        return binaries;
    }

    private static void warnIfUntested(Binaries binaries) {
        if (binaries.majorVersion() > PostgresVersion.NEWEST_TESTED_MAJOR) {
            LOG.warn(
                    "PostgreSQL {} is newer than what this release was tested with ({})",
                    binaries.version(),
                    PostgresVersion.NEWEST_TESTED_MAJOR);
        }
    }

    /**
     * Uses the one server with these options that all JVMs of this user share, also those of other builds; starts it if it
     * doesn't run. It ends with the last JVM that uses it; what is in it (databases, roles, data) is kept in the cache and is
     * there again when it starts the next time, unless it ended in disorder or the machine was started anew meanwhile. Each
     * call is a use of its own, to be closed; a JVM that ends without closing may do so.
     *
     * <p>Others are connected to it: whoever stops, kills or suspends it does that to them too.
     *
     * @throws InvalidOption if the version doesn't exist
     * @throws ServerFailed if it didn't start; the message has the end of its log
     */
    public static EmbeddedPostgres shared(EmbeddedOptions options) {
        Account account = Account.current();
        return shared(options, account, Cache.of(account));
    }

    static EmbeddedPostgres shared(EmbeddedOptions options, Account account, Cache cache) {
        try {
            SharedServers entry = SharedServers.entry(account, cache, options);
            return entry.alone(() -> entry.registered()
                    .flatMap(directory -> joined(account, cache, directory))
                    .orElseGet(() -> registered(entry, options, cache)));
        } catch (IOException e) {
            throw new ServerFailed("could not look for the shared server", e + ".", "", e);
        }
    }

    /** Empty if that server has ended, is ending, or doesn't run. */
    private static Optional<EmbeddedPostgres> joined(Account account, Cache cache, Path directory) {
        try {
            return Optional.of(of(Supervisor.join(account, cache, directory)));
        } catch (ServerFailed e) {
            LOG.debug("the shared server that was registered can't be used", e);
            return Optional.empty();
        }
    }

    private static EmbeddedPostgres registered(SharedServers entry, EmbeddedOptions options, Cache cache) {
        EmbeddedPostgres server = keeping(entry, options, cache);
        try {
            entry.register(server.directory());
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** What was kept may be of no use; by then it is gone, and the second attempt begins with a new cluster. */
    private static EmbeddedPostgres keeping(SharedServers entry, EmbeddedOptions options, Cache cache) {
        Account account = entry.account();
        Binaries binaries = binaries(options, cache);
        Path kept = Cluster.kept(entry.state(), binaries, entry.key());
        Beginning beginning = supervisor -> {
            Cluster cluster = Cluster.create(supervisor, cache, binaries, options, kept);
            EmbeddedPostgres server = new EmbeddedPostgres(supervisor, cluster).checked();
            supervisor.keep(kept);
            return server;
        };
        boolean something = Files.isDirectory(kept);
        try {
            return start(account, cache, options, beginning);
        } catch (ServerFailed e) {
            if (!something) {
                throw e;
            }
            LOG.warn("the shared server didn't start with what it had kept, which is thrown away", e);
            return start(account, cache, options, beginning);
        }
    }

    static String randomId() {
        byte[] id = new byte[4];
        new SecureRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /**
     * Removes what dead runs in {@code parent} left behind, which every start there does first, and then the cache: the
     * next start fetches and initialises again.
     *
     * @return the cache that was removed
     */
    public static Path clean(Path parent) {
        Account account = Account.current();
        Cache cache = Cache.of(account);
        try {
            Supervisor.reap(account, cache, parent);
        } catch (IOException e) {
            throw new ServerFailed("could not look for what dead runs left", e + ".", "", e);
        }
        cache.clear();
        return cache.root();
    }

    /**
     * Uses a server that another JVM of the same user started, until this JVM ends or closes it; the server ends with the
     * last of them.
     *
     * @param directory what {@link #directory} said there
     * @throws ServerFailed if that server is gone
     */
    public static EmbeddedPostgres attach(Path directory) {
        return of(Supervisor.attach(Account.current(), directory));
    }

    private static EmbeddedPostgres of(Supervisor supervisor) {
        try {
            EmbeddedPostgres server = new EmbeddedPostgres(supervisor, Cluster.open(supervisor));
            server.pid();
            return server;
        } catch (IOException e) {
            supervisor.close();
            throw new ServerFailed("could not attach to the embedded server", e + ".", "", e);
        } catch (RuntimeException e) {
            supervisor.close();
            throw e;
        }
    }

    /**
     * Starts the stopped, killed or shut down server again, on the same data and port.
     *
     * @throws ServerFailed if it runs already or doesn't start; after a failure it may be tried again
     */
    public void startAgain() {
        locked(() -> {
            if (isRunning()) {
                throw new ServerFailed("the server runs already", "Process " + pid() + ".", "Stop it first.");
            }
            cluster.start();
        });
    }

    /** Ends all sessions and shuts the server down in order (a "fast" shutdown); the data stay for {@link #startAgain}. */
    public void stop() {
        locked(() -> end("INT"));
    }

    /** Stops it and starts it again. */
    public void restart() {
        locked(() -> {
            end("INT");
            cluster.start();
        });
    }

    /** Ends the server without a checkpoint, so that the next start recovers ({@code pg_ctl stop -m immediate}). */
    public void immediateShutdown() {
        locked(() -> end("QUIT"));
    }

    /**
     * Kills the postmaster with SIGKILL. Its children end as soon as they notice, at the latest when their statement ends;
     * those that are still there after some seconds are killed too, as no new server could start beside them.
     */
    public void killPostmaster() {
        locked(() -> {
            Set<Long> children = Processes.children(pid());
            end("KILL");
            if (!Poll.until(
                    Deadline.in(Duration.ofSeconds(3)), () -> children.stream().noneMatch(Processes::lives))) {
                Processes.signal("KILL", children);
            }
            Poll.until(Deadline.in(PATIENCE), () -> children.stream().noneMatch(Processes::lives));
        });
    }

    private void end(String signal) {
        long postmaster = pid();
        Processes.signal(signal, Set.of(postmaster));
        if (!Poll.until(Deadline.in(PATIENCE), () -> !Processes.lives(postmaster))) {
            throw new ServerFailed(
                    "the server didn't end",
                    "Process " + postmaster + " is still there " + PATIENCE + " after SIG" + signal + ".",
                    "A suspended server must be resumed first.");
        }
        // The next postmaster would take one that nobody has collected yet for one that runs; some parents never
        // collect.
        Poll.until(Deadline.in(Duration.ofSeconds(3)), () -> !Processes.exists(postmaster));
    }

    /**
     * Kills one process of the server with SIGKILL, for example a session's, whose {@code pg_backend_pid()} it is. The
     * server then ends all sessions and recovers by itself.
     *
     * @throws InvalidOption if it isn't a process of this server
     */
    public void killBackend(long backend) {
        if (!Processes.children(pid()).contains(backend)) {
            throw new InvalidOption(
                    "not a process of this server",
                    backend + " was given; its postmaster is " + pid() + ".",
                    "Give what SELECT pg_backend_pid() answers.");
        }
        Processes.signal("KILL", Set.of(backend));
    }

    /**
     * Stops all processes of the server with SIGSTOP, and returns when they have stopped. Connections stay open and hang.
     *
     * @throws UnsupportedOperationException where there is no {@code /proc}
     */
    public void suspend() {
        requireLinux();
        locked(() -> Processes.suspend(pid()));
    }

    /** Lets a suspended server go on. */
    public void resume() {
        requireLinux();
        locked(() -> Processes.resume(pid()));
    }

    private static void requireLinux() {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new UnsupportedOperationException("a server can be suspended only on Linux");
        }
    }

    private void locked(Runnable action) {
        lifecycle.lock();
        try {
            action.run();
        } finally {
            lifecycle.unlock();
        }
    }

    /** Whether its postmaster is there, also if it is suspended. */
    public boolean isRunning() {
        return cluster.postmaster().isPresent();
    }

    /** The postmaster's process id. */
    public long pid() {
        OptionalLong pid = cluster.postmaster();
        return pid.orElseThrow(() ->
                new ServerFailed("the server isn't running", "Directory " + directory() + ".", "Call startAgain()."));
    }

    /**
     * From now on it stays for so long, also when all JVMs that use it have ended; for somebody who wants to look around.
     *
     * @param stay up to a day; a second one adds nothing if it ends earlier
     */
    public void linger(Duration stay) {
        if (stay.isNegative() || stay.compareTo(Duration.ofDays(1)) > 0) {
            throw new InvalidOption("not a time to linger", stay + " was given.", "Up to a day.");
        }
        supervisor.run("linger", "exec 3>clients\nsleep " + stay.toSeconds() + "\n");
    }

    /** The end of its log and what may be done, if its postmaster is not there. */
    public Optional<String> lastWords() {
        if (isRunning()) {
            return Optional.empty();
        }
        String end = LogParser.tail(log.text());
        String hint = supervisor.hint(end);
        return Optional.of("the end of its log:\n    " + end + (hint.isEmpty() ? "" : "\n  hint: " + hint));
    }

    /** The run directory: everything of this server, for {@link #attach}. Removed at the end. */
    public Path directory() {
        return supervisor.directory();
    }

    /** What is claimed about commits after a crash. */
    public Durability durability() {
        return cluster.durability();
    }

    /** What the server writes to its log. */
    public ServerLog log() {
        return log;
    }

    /** Runs a program beside the server, to be ended with it. */
    Supervisor supervisor() {
        return supervisor;
    }

    @Override
    public boolean ours() {
        return true;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return cluster.port();
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public Secret password() {
        return password;
    }

    @Override
    String run() {
        String name = directory().toString();
        return name.substring(name.lastIndexOf('-') + 1);
    }

    @Override
    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    @Override
    void beforeCreating() {}

    @Override
    public Connection connect() throws SQLException {
        return connect("postgres");
    }

    @Override
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user());
        properties.setProperty("password", password.use(String::new));
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("ApplicationName", "holdfast");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    @Override
    WireClient wire(String database, Map<String, String> parameters) throws SQLException {
        return WireClient.open(Endpoint.loopback(port()), user(), password, database, parameters);
    }

    /** Nothing to do if the server isn't running: its data go with it. */
    @Override
    void drop(String database) {
        if (isRunning()) {
            super.drop(database);
        }
    }

    /** Ends our use; returns when everything is gone, unless another JVM still uses it. Calling it again does nothing. */
    @Override
    public void close() {
        supervisor.close();
        password.close();
    }

    @Override
    public String toString() {
        return "PostgreSQL " + version + " in " + directory();
    }
}
