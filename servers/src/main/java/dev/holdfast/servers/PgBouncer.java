package dev.holdfast.servers;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.Deadline;
import dev.holdfast.servers.internal.Account;
import dev.holdfast.servers.internal.AdminConsole;
import dev.holdfast.servers.internal.Cache;
import dev.holdfast.servers.internal.Command;
import dev.holdfast.servers.internal.LogParser;
import dev.holdfast.servers.internal.Poll;
import dev.holdfast.servers.internal.Ports;
import dev.holdfast.servers.internal.Processes;
import dev.holdfast.servers.internal.Shell;
import dev.holdfast.servers.internal.Supervisor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A PgBouncer of ours in front of a server, on 127.0.0.1, in the care of a supervisor like the embedded server. All
 * databases and users of the server are reached through it under their own names. Thread-safe.
 */
public final class PgBouncer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PORT_ATTEMPTS = 5;
    private static final Pattern VERSION = Pattern.compile("PgBouncer (\\S+)", Pattern.CASE_INSENSITIVE);

    /**
     * The administrator's password, which PgBouncer has, goes over loopback as it is: logins stay cheap. Everybody else
     * logs in with SCRAM, whose keys PgBouncer passes on; it asks the server for their verifiers.
     */
    private static final String HBA = """
            host all USER 127.0.0.1/32 password
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /**
     * The program.
     *
     * @param version for example {@code 1.18.0}
     */
    public record Program(Path path, String version) {}

    private final PostgresServer server;
    private final Supervisor supervisor;
    private final boolean ownSupervisor;
    private final Program program;
    private final Path directory;

    @GuardedBy("this")
    private PgBouncerOptions options;

    @GuardedBy("this")
    private Command process;

    @GuardedBy("this")
    private boolean closed;

    private volatile int port;

    private PgBouncer(PostgresServer server, Supervisor supervisor, Program program, PgBouncerOptions options)
            throws IOException {
        this.server = server;
        this.supervisor = supervisor;
        this.ownSupervisor = !(server instanceof EmbeddedPostgres);
        this.program = program;
        this.options = options;
        this.directory = supervisor
                .account()
                .directory(supervisor.directory().resolve("pgbouncer-" + NUMBERS.incrementAndGet()));
        this.process = startOnSomePort();
    }

    /** The installed program: on {@code PATH}, or where packages put it. */
    public static Optional<Program> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        return find(Stream.concat(
                Stream.of(path.split(File.pathSeparator, -1)).filter(folder -> !folder.isEmpty()),
                Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin")));
    }

    static Optional<Program> find(Stream<String> folders) {
        return folders.map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .map(PgBouncer::program)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Program> program(Path path) {
        Matcher answer =
                VERSION.matcher(Shell.run(List.of(path.toString(), "--version")).output());
        return answer.find() ? Optional.of(new Program(path, answer.group(1))) : Optional.empty();
    }

    /**
     * Starts it; returns when it accepts connections.
     *
     * @throws NotInstalled if there is no program
     * @throws ServerFailed if it didn't start
     */
    public static PgBouncer start(PostgresServer server, PgBouncerOptions options) {
        Program program = find().orElseThrow(PgBouncer::notInstalled);
        Supervisor supervisor = supervisor(server);
        try {
            return new PgBouncer(server, supervisor, program, options);
        } catch (IOException e) {
            release(server, supervisor);
            throw new ServerFailed("PgBouncer didn't start", e + ".", "", e);
        } catch (RuntimeException e) {
            release(server, supervisor);
            throw e;
        }
    }

    private static NotInstalled notInstalled() {
        return new NotInstalled(
                "PgBouncer isn't installed",
                "There is no pgbouncer on PATH, nor in /usr/sbin.",
                "Install your distribution's package (apt-get install pgbouncer, brew install pgbouncer).");
    }

    private static Supervisor supervisor(PostgresServer server) {
        if (server instanceof EmbeddedPostgres embedded) {
            return embedded.supervisor();
        }
        Account account = Account.current();
        return Supervisor.start(account, Cache.of(account), Path.of("/tmp"), EmbeddedPostgres.randomId());
    }

    private static void release(PostgresServer server, Supervisor supervisor) {
        if (!(server instanceof EmbeddedPostgres)) {
            supervisor.close();
        }
    }

    @GuardedBy("this")
    private Command startOnSomePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            port = Ports.free();
            try {
                return launch();
            } catch (ServerFailed e) {
                if (attempt == PORT_ATTEMPTS || !String.valueOf(e.getMessage()).contains("already in use")) {
                    throw e;
                }
            }
        }
    }

    @GuardedBy("this")
    private Command launch() throws IOException {
        configure();
        String logged = log();
        Command started = supervisor.run(
                "pgbouncer",
                "cd " + Shell.quote(directory.toString()) + " && exec "
                        + Shell.quote(program.path().toString()) + " pgbouncer.ini >>log 2>&1\n");
        if (!Poll.until(Deadline.in(PATIENCE), () -> started.ended() || answers()) || started.ended()) {
            throw new ServerFailed(
                    "PgBouncer didn't start",
                    "The end of its log:\n    " + LogParser.tail(log().substring(logged.length())),
                    "");
        }
        return started;
    }

    private boolean answers() {
        try {
            return !admin("SHOW VERSION").isEmpty();
        } catch (SQLException e) {
            return false;
        }
    }

    /** Three files that only the account can read. */
    @GuardedBy("this")
    private void configure() throws IOException {
        Account account = supervisor.account();
        String user = quoted(server.user());
        account.write(directory.resolve("pgbouncer.ini"), ini());
        account.write(directory.resolve("hba.conf"), HBA.replace("USER", user));
        account.write(
                directory.resolve("userlist.txt"),
                user + " " + quoted(server.password().use(String::new)) + "\n");
    }

    @GuardedBy("this")
    private String ini() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("default_pool_size", "20");
        settings.put("ignore_startup_parameters", "extra_float_digits");
        settings.put("max_client_conn", "2000");
        settings.putAll(options.settings());
        settings.put("admin_users", server.user());
        settings.put("auth_file", "userlist.txt");
        settings.put("auth_hba_file", "hba.conf");
        settings.put("auth_type", "hba");
        settings.put("auth_user", server.user());
        settings.put("listen_addr", "127.0.0.1");
        settings.put("listen_port", Integer.toString(port));
        settings.put("pool_mode", options.mode().setting());
        settings.put("unix_socket_dir", "");
        StringBuilder text = new StringBuilder("[databases]\n* = host=" + server.host() + " port=" + server.port());
        text.append("\n\n[pgbouncer]\n");
        settings.forEach(
                (name, value) -> text.append(name).append(" = ").append(value).append('\n'));
        return text.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    /** Changes settings while it runs; those that need a restart take effect with the next {@link #restart}. */
    public synchronized void reload(Map<String, String> changes) throws SQLException {
        options = options.withSettings(changes);
        try {
            configure();
        } catch (IOException e) {
            throw new ServerFailed("could not write PgBouncer's settings", e + ".", "", e);
        }
        admin("RELOAD");
    }

    /** Kills it with SIGKILL: all its clients lose their connections, the server notices theirs. */
    public synchronized void kill() {
        end("KILL");
    }

    /** Ends it, if it still runs, and starts it again on the same port. */
    public synchronized void restart() {
        end("TERM");
        try {
            process = launch();
        } catch (IOException e) {
            throw new ServerFailed("PgBouncer didn't start again", e + ".", "", e);
        }
    }

    @GuardedBy("this")
    private void end(String signal) {
        Command running = process;
        if (running.ended()) {
            return;
        }
        running.pid().ifPresent(pid -> Processes.signal(signal, Set.of(pid)));
        if (!Poll.until(Deadline.in(PATIENCE), running::ended)) {
            throw new ServerFailed(
                    "PgBouncer didn't end", "It is still there " + PATIENCE + " after SIG" + signal + ".", "");
        }
    }

    public synchronized boolean isRunning() {
        return !process.ended();
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** The installed program's, for example {@code 1.18.0}. */
    public String version() {
        return program.version();
    }

    public synchronized PgBouncerOptions options() {
        return options;
    }

    /** {@code jdbc:postgresql://127.0.0.1:port/database}; without user and password, which are the server's. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Opens a connection through it, as the server's administrator. */
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password().use(String::new));
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("ApplicationName", "holdfast");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    /**
     * A command of the admin console, as in {@code SHOW POOLS}: a map from column to value for each row of the answer.
     *
     * @throws SQLException with the console's error
     */
    public List<Map<String, String>> admin(String command) throws SQLException {
        return AdminConsole.run(port, server.user(), server.password(), command);
    }

    /** What it has written to its log; passwords are masked. */
    public String log() {
        return LogParser.mask(Shell.read(directory.resolve("log")));
    }

    /** Ends it, and everything of it. Calling it again does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (ownSupervisor) {
            supervisor.close();
        } else {
            end("TERM");
        }
    }

    @Override
    public String toString() {
        return "PgBouncer " + program.version() + " in " + directory;
    }
}
