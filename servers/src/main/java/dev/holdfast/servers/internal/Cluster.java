package dev.holdfast.servers.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.Secret;
import dev.holdfast.servers.Durability;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.ServerFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.zip.CRC32;

/**
 * The data of one embedded server and the command that runs a postmaster on them; all in the run directory, so that every
 * JVM that uses the server finds the same. Whether it runs is read from {@code postmaster.pid}, never remembered.
 */
public final class Cluster {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PORT_ATTEMPTS = 5;
    private static final String LOG = "server.log";
    private static final String FACTS = "server.properties";

    private final Supervisor supervisor;
    private final Properties facts;

    private Cluster(Supervisor supervisor, Properties facts) {
        this.supervisor = supervisor;
        this.facts = facts;
    }

    /** A new cluster, started. */
    public static Cluster create(Supervisor supervisor, Cache cache, Binaries binaries, EmbeddedOptions options)
            throws IOException {
        return create(supervisor, cache, binaries, options, "", Ports::free);
    }

    /** The cluster that {@code kept} has, if it is there, or a new one; started. */
    public static Cluster create(
            Supervisor supervisor, Cache cache, Binaries binaries, EmbeddedOptions options, Path kept)
            throws IOException {
        return create(supervisor, cache, binaries, options, kept.toString(), Ports::free);
    }

    static Cluster create(
            Supervisor supervisor,
            Cache cache,
            Binaries binaries,
            EmbeddedOptions options,
            String kept,
            IntSupplier ports)
            throws IOException {
        Path entry = cache.clusters(supervisor.account()).resolve(entry(binaries));
        supervisor.runToEnd("prepare", preparation(binaries, entry, kept), "make a new database cluster");
        Cluster cluster = new Cluster(supervisor, facts(binaries, options));
        cluster.configure(options);
        cluster.startOnSomePort(ports);
        return cluster;
    }

    /** The cluster of a server that another JVM started. */
    public static Cluster open(Supervisor supervisor) throws IOException {
        Properties facts = new Properties();
        try (Reader reader = Files.newBufferedReader(supervisor.directory().resolve(FACTS))) {
            facts.load(reader);
        }
        return new Cluster(supervisor, facts);
    }

    /** Where a shared server's data are kept from run to run. What {@code initdb} makes of {@code binaries} is in its name. */
    public static Path kept(Path state, Binaries binaries, String key) {
        return state.resolve("kept-" + key + "-" + entry(binaries));
    }

    private static String entry(Binaries binaries) {
        CRC32 key = new CRC32();
        key.update((binaries.directory() + " " + initdbOptions(binaries)).getBytes(StandardCharsets.UTF_8));
        return binaries.version() + "-" + Long.toHexString(key.getValue());
    }

    private static List<String> initdbOptions(Binaries binaries) {
        List<String> options = new ArrayList<>(
                List.of("--no-sync", "--no-instructions", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"));
        if (binaries.majorVersion() >= 16) {
            // The password has 128 random bits: iterations, which slow down guessing, would only slow down logins.
            options.add("--set=scram_iterations=1");
            options.add("--set=dynamic_shared_memory_type=mmap");
        }
        return options;
    }

    private static String preparation(Binaries binaries, Path entry, String kept) {
        return "BIN=" + Shell.quote(binaries.directory().toString())
                + "\nCLUSTER=" + Shell.quote(entry.toString())
                + "\nKEPT=" + Shell.quote(kept)
                + "\nOPTIONS=" + Shell.quote(String.join(" ", initdbOptions(binaries)))
                + "\n" + Shell.text("prepare.sh");
    }

    private static Properties facts(Binaries binaries, EmbeddedOptions options) {
        Map<String, String> fixed = new TreeMap<>(options.durability().settings());
        fixed.replaceAll((name, value) -> options.settings().getOrDefault(name, value));
        fixed.put("listen_addresses", "127.0.0.1");
        fixed.put("dynamic_shared_memory_type", "mmap"); // files in the data directory, so that they go with it
        fixed.put("max_connections", Integer.toString(options.maxConnections()));
        fixed.put("log_line_prefix", LogParser.PREFIX);
        fixed.put("log_timezone", "UTC");
        List<String> command = new ArrayList<>(List.of(binaries.directory() + "/postgres", "-D", "data"));
        fixed.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        Properties facts = new Properties();
        facts.setProperty("command", Shell.quote(command));
        facts.setProperty("durability", options.durability().name());
        facts.setProperty("version", binaries.serverVersion());
        return facts;
    }

    /** Settings that the server may change later (ALTER SYSTEM, reload) are in its file, not on the command line. */
    private void configure(EmbeddedOptions options) throws IOException {
        Map<String, String> changeable = new LinkedHashMap<>();
        changeable.put("timezone", "UTC");
        changeable.put("log_min_error_statement", "panic"); // a statement may hold a password
        changeable.putAll(new TreeMap<>(options.settings()));
        StringBuilder text = new StringBuilder("\n# Holdfast\n");
        changeable.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("'", "''"))
                .append("'\n"));
        Files.writeString(data().resolve("postgresql.conf"), text, StandardOpenOption.APPEND);
    }

    /** Free when asked doesn't mean free when used: the server says if somebody else was faster. */
    private void startOnSomePort(IntSupplier ports) throws IOException {
        for (int attempt = 1; ; attempt++) {
            facts.setProperty("port", Integer.toString(ports.getAsInt()));
            save();
            try {
                start();
                return;
            } catch (ServerFailed e) {
                if (attempt == PORT_ATTEMPTS || !String.valueOf(e.getMessage()).contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    private void save() throws IOException {
        StringWriter text = new StringWriter();
        facts.store(text, null);
        Files.writeString(supervisor.directory().resolve(FACTS), text.toString());
    }

    /** Starts a postmaster on the data; returns when it accepts connections. */
    public void start() {
        long logged = log().toFile().length();
        Command postmaster = supervisor.run(
                "postgres",
                "exec " + facts.getProperty("command") + " -c port=" + port() + " -c unix_socket_directories="
                        + Shell.quote(supervisor.directory().toString()) + " >>" + LOG + " 2>&1\n");
        boolean known = Poll.until(Deadline.in(PATIENCE), () -> postmaster.ended() || accepts(postmaster));
        if (!known || postmaster.ended()) {
            throw failure(postmaster, known, readLog(logged));
        }
    }

    private ServerFailed failure(Command postmaster, boolean ended, String log) {
        return new ServerFailed(
                "the embedded server didn't start",
                (ended ? "It ended with status " + postmaster.status() : "It wasn't ready after " + PATIENCE)
                        + "; the end of its log:\n    " + LogParser.tail(log),
                supervisor.hint(log));
    }

    private boolean accepts(Command postmaster) {
        List<String> lines = postmasterFile();
        return lines.size() >= 8
                && lines.get(7).strip().equals("ready")
                && postmaster.pid().equals(pid(lines));
    }

    /** Empty if none runs. */
    public OptionalLong postmaster() {
        OptionalLong pid = pid(postmasterFile());
        return pid.isPresent() && Processes.lives(pid.getAsLong()) ? pid : OptionalLong.empty();
    }

    private static OptionalLong pid(List<String> postmasterFile) {
        return postmasterFile.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(postmasterFile.getFirst().strip()));
    }

    private List<String> postmasterFile() {
        try {
            return Files.readAllLines(data().resolve("postmaster.pid"));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What was added since it had {@code skipped} bytes. */
    private String readLog(long skipped) {
        try (InputStream log = Files.newInputStream(log())) {
            log.skipNBytes(skipped);
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private Path data() {
        return supervisor.directory().resolve("data");
    }

    public Path log() {
        return supervisor.directory().resolve(LOG);
    }

    public int port() {
        return Integer.parseInt(facts.getProperty("port"));
    }

    /** What {@code server_version} says. */
    public String version() {
        return facts.getProperty("version");
    }

    public Durability durability() {
        return Durability.valueOf(facts.getProperty("durability"));
    }

    /** The superuser's. */
    public Secret password() throws IOException {
        return Secret.of(Files.readString(supervisor.directory().resolve("password")));
    }
}
