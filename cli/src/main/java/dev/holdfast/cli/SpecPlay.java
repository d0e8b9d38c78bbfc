package dev.holdfast.cli;

import dev.holdfast.cli.report.SpecOutcome;
import dev.holdfast.cli.report.SpecOutcome.Judgement;
import dev.holdfast.cli.report.SpecText;
import dev.holdfast.cli.terminal.LiveLine;
import dev.holdfast.cli.terminal.Screen;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.proof.spec.SpecResult;
import dev.holdfast.proof.spec.SpecRun;
import dev.holdfast.proof.spec.Transcript;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import dev.holdfast.wire.Bytes;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One call of {@code spec}: server, files, verdicts. On Ctrl-C it says what was played, and leaves nothing behind. */
final class SpecPlay {
    private final SpecArguments.Checked asked;
    private final PrintStream out;
    private final PrintStream err;
    private final Interruption interruption = Interruption.ofThisThread();
    private final Instant started = Instant.now();
    private boolean playing;

    SpecPlay(SpecArguments.Checked asked, PrintStream out, PrintStream err) {
        this.asked = asked;
        this.out = out;
        this.err = err;
    }

    int play() throws SQLException {
        try (interruption) {
            return opened();
        }
    }

    private int opened() throws SQLException {
        try (ServerOptions.Opened opened = asked.server().open(SpecSuite.mostConnections(asked))) {
            refuseTooFewConnections(opened.server());
            playing = true;
            return asked.files().size() == 1 ? one(opened.server()) : all(opened.server());
        } catch (RuntimeException e) {
            if (!interruption.came() || playing) {
                throw e;
            }
            err.println("interrupted before anything was played");
            return ExitCode.UNKNOWN;
        }
    }

    private void refuseTooFewConnections(PostgresServer server) throws SQLException {
        int free = server.freeConnections();
        for (SpecFile file : asked.files()) {
            if (file.connections() > free) {
                throw new InvalidOption(
                        "the server has too few free connections for " + file.path(),
                        "%d are needed, %d are free.".formatted(file.connections(), free),
                        "Raise max_connections, or end other clients.");
            }
        }
    }

    /** Prints what the reference would, and after it a verdict, if there is something to judge by. */
    private int one(PostgresServer server) throws SQLException {
        if (asked.seedDrawn()) {
            err.println("seed " + asked.options().seed());
        }
        SpecOutcome outcome = outcome(server, asked.files().getFirst());
        boolean cut = interruption.endOfPlay();
        if (cut) {
            err.println("interrupted");
        }
        return asked.bare() ? exitCode(List.of(outcome)) : report(List.of(outcome), cut);
    }

    private SpecOutcome outcome(PostgresServer server, SpecFile file) throws SQLException {
        try (Database database = server.createDatabase(file.label(0))) {
            SpecResult result = SpecRun.play(file.spec(), database, asked.options(), new Streams(out, err));
            return SpecOutcome.of(result, asked.expected());
        } catch (InterruptedException e) {
            return SpecOutcome.interrupted(file.name());
        }
    }

    private int all(PostgresServer server) throws SQLException {
        Screen screen = Screen.of(System.getenv(), Screen.isTerminal());
        List<SpecOutcome> outcomes;
        try (LiveLine line = new LiveLine(out, screen)) {
            String seed = asked.options().sample().isPresent()
                    ? ", seed " + asked.options().seed()
                    : "";
            line.say("PostgreSQL %s, %d files, %d at once%s"
                    .formatted(server.version(), asked.files().size(), asked.jobs(), seed));
            outcomes = new SpecSuite(server, asked, line, interruption).play();
        }
        return report(outcomes, interruption.endOfPlay());
    }

    private int report(List<SpecOutcome> outcomes, boolean cut) {
        try {
            asked.out().ifPresent(folder -> folder.write(outcomes, started));
        } finally {
            outcomes.forEach(this::argument);
            out.println();
            if (outcomes.size() == 1) {
                out.println(SpecText.line(outcomes.getFirst(), 0));
            }
            out.println(SpecText.summary(outcomes, Duration.between(started, Instant.now()), cut));
            out.flush();
        }
        return exitCode(outcomes);
    }

    private void argument(SpecOutcome outcome) {
        String argument = SpecText.argument(outcome, whole(outcome));
        if (!argument.isEmpty()) {
            out.println();
            out.println(outcome.name() + ": " + outcome.sentence());
            out.println(argument);
        }
    }

    private String whole(SpecOutcome outcome) {
        return asked.out().map(folder -> folder.diff(outcome).toString()).orElse("DIR/results with --out DIR");
    }

    private static int exitCode(List<SpecOutcome> outcomes) {
        if (SpecText.any(outcomes, Judgement.VIOLATED)) {
            return ExitCode.VIOLATED;
        }
        return SpecText.any(outcomes, Judgement.UNKNOWN) ? ExitCode.UNKNOWN : ExitCode.ALL_HOLD;
    }

    /** Bytes as they come, unbuffered: what goes to one file by two ways stays in order. */
    private record Streams(PrintStream out, PrintStream err) implements Transcript {
        @Override
        public void out(Bytes text) {
            write(out, text);
        }

        @Override
        public void err(Bytes text) {
            write(err, text);
        }

        private static void write(PrintStream stream, Bytes text) {
            stream.write(text.toArray(), 0, text.length());
            stream.flush();
        }
    }
}
