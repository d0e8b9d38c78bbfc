package dev.holdfast.cli;

import dev.holdfast.cli.report.Entry;
import dev.holdfast.cli.report.OutFolder;
import dev.holdfast.cli.report.Run;
import dev.holdfast.cli.terminal.LiveTerminal;
import dev.holdfast.cli.terminal.Screen;
import dev.holdfast.cli.terminal.VerdictTable;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.proof.ProofOptions;
import dev.holdfast.proof.Prover;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Route;
import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.SaboteurResult;
import dev.holdfast.proof.Scenario;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.PostgresServer;
import java.io.PrintStream;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One call of {@code prove}: server, trials, reports. On Ctrl-C it ends the trial being played and writes what it has. */
final class ProofRun {
    private static final List<String> SETTINGS = List.of(
            "max_connections",
            "shared_buffers",
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "default_transaction_isolation",
            "deadlock_timeout");

    private final ProveOptions.Checked asked;
    private final String command;
    private final PrintStream out;
    private final Screen screen = Screen.of(System.getenv(), Screen.isTerminal());
    private final Instant started = Instant.now();
    private final List<Entry> entries = new ArrayList<>();
    private final Interruption interruption = Interruption.ofThisThread();

    ProofRun(ProveOptions.Checked asked, String command, PrintStream out) {
        this.asked = asked;
        this.command = command;
        this.out = out;
    }

    int play() {
        try (interruption) {
            return opened();
        }
    }

    private int opened() {
        try (ServerOptions.Opened opened = asked.server().open(asked.mostSessions())) {
            Run.Server server = describe(opened.server());
            refuseTooFewConnections(opened.server());
            playAll(opened);
            return report(opened, server);
        } catch (RuntimeException e) {
            if (!interruption.came() || !entries.isEmpty()) {
                throw e;
            }
            out.println("interrupted before anything was played");
            return ExitCode.UNKNOWN;
        }
    }

    private void refuseTooFewConnections(PostgresServer server) {
        int needed = asked.mostSessions() + Prover.CONNECTIONS_BESIDE_SESSIONS;
        try {
            int free = server.freeConnections();
            if (asked.selection().byName() && free < needed) {
                throw new InvalidOption(
                        "the server has too few free connections for what was asked for",
                        "%d are needed, %d are free.".formatted(needed, free),
                        "Raise max_connections, end other clients, or ask for fewer sessions: --sessions "
                                + Math.max(1, free - Prover.CONNECTIONS_BESIDE_SESSIONS) + ".");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not count the server's connections", e);
        }
    }

    private void playAll(ServerOptions.Opened opened) {
        try (LiveTerminal terminal =
                new LiveTerminal(out, screen, InstantSource.system(), asked.trials(), asked.expected())) {
            terminal.say("PostgreSQL %s, seed %d, %d trials, about %d s"
                    .formatted(
                            opened.server().version(),
                            asked.seed(),
                            asked.trials(),
                            asked.expected().toSeconds()));
            Prover prover = new Prover(opened.server(), asked.proof(opened.route()), terminal);
            for (Scenario scenario : asked.selection().scenarios()) {
                for (int iteration = 0; iteration < asked.repeat() && !interruption.came(); iteration++) {
                    play(prover, scenario, iteration, terminal);
                }
            }
        }
    }

    private void play(Prover prover, Scenario scenario, int iteration, LiveTerminal terminal) {
        ProofOptions options = asked.proof(Route.DIRECT);
        terminal.starting(scenario.card().id(), options.form(scenario.card()));
        Result result = prover.prove(scenario, iteration);
        terminal.finished(result);
        List<SaboteurResult> sabotaged = new ArrayList<>();
        List<Saboteur> saboteurs = asked.saboteurs() ? Selection.saboteursOf(scenario) : List.of();
        for (Saboteur saboteur : saboteurs) {
            if (!interruption.came()) {
                terminal.starting(
                        "saboteur " + saboteur.id() + " of " + saboteur.scenario(),
                        options.form(saboteur.twin().card()));
                SaboteurResult tried = prover.prove(saboteur);
                terminal.finished(tried);
                if (tried.caught() || !interruption.came()) { // one that was cut short has not survived
                    sabotaged.add(tried);
                }
            }
        }
        entries.add(new Entry(result, sabotaged));
    }

    private int report(ServerOptions.Opened opened, Run.Server server) {
        Run run = run(opened, server, interruption.endOfPlay());
        OutFolder folder = asked.out();
        try {
            folder.write(run, log(opened.server()));
        } finally {
            out.println(VerdictTable.text(run, screen, folder.report()));
            out.flush();
        }
        return run.exitCode();
    }

    private static Optional<String> log(PostgresServer server) {
        return server instanceof EmbeddedPostgres embedded
                ? Optional.of(embedded.log().text())
                : Optional.empty();
    }

    /** Asked before anything is played: afterwards the server may be the one that doesn't answer. */
    private static Run.Server describe(PostgresServer server) {
        return new Run.Server(server.version(), settings(server), durability(server));
    }

    private Run run(ServerOptions.Opened opened, Run.Server server, boolean cut) {
        return new Run(
                VersionCommand.holdfast(),
                asked.seed(),
                asked.described(),
                server,
                opened.pool(),
                driver(),
                new Run.Machine(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        Runtime.version().toString()),
                started,
                Duration.between(started, Instant.now()),
                entries,
                asked.selection().byName(),
                cut,
                command,
                "./holdfast replay " + asked.out().path());
    }

    private static String driver() {
        try {
            Package driver =
                    DriverManager.getDriver("jdbc:postgresql:").getClass().getPackage();
            return "pgjdbc " + driver.getImplementationVersion();
        } catch (SQLException e) {
            throw new IllegalStateException("pgjdbc is not on the class path", e);
        }
    }

    private static String durability(PostgresServer server) {
        return server instanceof EmbeddedPostgres embedded
                ? embedded.durability().claim()
                : "as the server is configured";
    }

    private static SortedMap<String, String> settings(PostgresServer server) {
        SortedMap<String, String> settings = new TreeMap<>();
        for (String name : SETTINGS) {
            try {
                settings.put(name, server.setting(name));
            } catch (SQLException e) {
                settings.put(name, "could not be read: " + e.getSQLState());
            }
        }
        return settings;
    }
}
