package dev.holdfast.cli;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Problems;
import dev.holdfast.proof.Route;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.ExternalPostgres;
import dev.holdfast.servers.PgBouncer;
import dev.holdfast.servers.PgBouncerOptions;
import dev.holdfast.servers.PostgresServer;
import dev.holdfast.servers.Target;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command uses, as text until {@link #checked}. */
final class ServerOptions {
    @Option(
            names = "--target",
            paramLabel = "embedded|URL",
            description =
                    "An embedded PostgreSQL (default), or jdbc:postgresql://host:port/database of your own. On your"
                            + " own only holdfast_* objects are made, and dropped again. PG* variables count.")
    private @Nullable String target;

    @Option(
            names = "--postgres",
            paramLabel = "VERSION",
            description = "Another embedded version, for example 15 or 17.11; fetched once, then cached.")
    private @Nullable String postgres;

    @Option(names = "--wait", paramLabel = "D", description = "Wait so long for --target to be reachable, e.g. 30s.")
    private @Nullable String wait;

    @Option(names = "--shared-target", description = "Use --target although other clients are connected to it.")
    private boolean shared;

    /** What is wrong with them is added to {@code problems}. */
    Checked checked(Problems problems) {
        return checked(null, problems);
    }

    /** The same with a pooler before the server, as {@code --through} names it. */
    Checked checked(@Nullable String through, Problems problems) {
        Optional<Target> external = external(problems);
        if (external.isPresent() && postgres != null) {
            problems.add(
                    "--postgres needs the embedded server", "--target names a server of your own.", "Leave one out.");
        }
        if (external.isEmpty() && (wait != null || shared)) {
            problems.add(
                    "--wait and --shared-target are for a server of your own",
                    "There is no --target URL.",
                    "Leave them out, or add --target jdbc:postgresql://….");
        }
        return new Checked(external, embedded(problems), mode(through, problems));
    }

    private Optional<Target> external(Problems problems) {
        Optional<Duration> patience = Texts.duration("--wait", wait, problems);
        if (target == null || target.equals("embedded")) {
            return Optional.empty();
        }
        try {
            Target parsed = Target.parse(target).withShared(shared);
            return Optional.of(parsed.withWait(patience.orElse(Duration.ZERO)));
        } catch (InvalidOption e) {
            problems.add(e);
            return Optional.empty();
        }
    }

    private EmbeddedOptions embedded(Problems problems) {
        EmbeddedOptions defaults = EmbeddedOptions.defaults();
        try {
            return postgres == null ? defaults : defaults.withVersion(postgres);
        } catch (InvalidOption e) {
            problems.add(e);
            return defaults;
        }
    }

    private static Optional<PgBouncerOptions.Mode> mode(@Nullable String through, Problems problems) {
        if (through == null) {
            return Optional.empty();
        }
        String name = through.equals("pgbouncer") ? "pgbouncer:transaction" : through.toLowerCase(Locale.ROOT);
        for (PgBouncerOptions.Mode mode : PgBouncerOptions.Mode.values()) {
            if (name.equals("pgbouncer:" + mode.name().toLowerCase(Locale.ROOT))) {
                return Optional.of(mode);
            }
        }
        problems.add(
                "--through is not a pooler that is known",
                "\"" + through + "\" was given.",
                "Write pgbouncer, pgbouncer:session, pgbouncer:transaction or pgbouncer:statement.");
        return Optional.empty();
    }

    /** For the report: as on the command line. */
    void describe(SortedMap<String, String> options) {
        put(options, "target", target);
        put(options, "postgres", postgres);
        put(options, "wait", wait);
        put(options, "shared-target", shared ? "true" : null);
    }

    static void put(SortedMap<String, String> options, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
    }

    /** Options that were found to be right. */
    record Checked(Optional<Target> external, EmbeddedOptions embedded, Optional<PgBouncerOptions.Mode> through) {

        /** Starts or reaches the server, ready for {@code sessions} sessions at once. */
        Opened open(int sessions) {
            PostgresServer server = external.isPresent()
                    ? ExternalPostgres.open(external.get())
                    : EmbeddedPostgres.start(embedded.withMaxConnections(Math.max(100, sessions + 50)));
            try {
                return new Opened(server, through.map(mode -> bouncer(server, mode, sessions)));
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        }

        private static PgBouncer bouncer(PostgresServer server, PgBouncerOptions.Mode mode, int sessions) {
            String clients = String.valueOf(Math.max(100, sessions + 50));
            String backends = String.valueOf(Math.max(20, sessions)); // all may meet at a gate, each on a backend
            return PgBouncer.start(
                    server,
                    PgBouncerOptions.of(mode)
                            .withSetting("max_client_conn", clients)
                            .withSetting("default_pool_size", backends));
        }
    }

    /** A server in use, and the pooler before it. */
    record Opened(PostgresServer server, Optional<PgBouncer> bouncer) implements AutoCloseable {
        Route route() {
            return bouncer.<Route>map(Opened::through).orElse(Route.DIRECT);
        }

        /**
         * PgBouncer before 1.21 knows no prepared statements outside session mode, so the driver is told not to use them.
         */
        private static Route through(PgBouncer pooler) {
            boolean session = pooler.options().mode() == PgBouncerOptions.Mode.SESSION;
            String parameters = session ? "" : "?prepareThreshold=0";
            return (database, application) ->
                    Route.open(pooler.jdbcUrl(database.name()) + parameters, database.server(), application);
        }

        /** What is in the way of sessions, in a word. */
        String pool() {
            return bouncer.map(b -> "pgbouncer " + b.version() + " "
                            + b.options().mode().name().toLowerCase(Locale.ROOT))
                    .orElse("none");
        }

        @Override
        public void close() {
            bouncer.ifPresent(PgBouncer::close);
            server.close();
        }
    }
}
