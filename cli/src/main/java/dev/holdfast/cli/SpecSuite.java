package dev.holdfast.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.cli.report.SpecOutcome;
import dev.holdfast.cli.report.SpecOutcome.Judgement;
import dev.holdfast.cli.report.SpecText;
import dev.holdfast.cli.report.Words;
import dev.holdfast.cli.terminal.LiveLine;
import dev.holdfast.proof.spec.SpecResult;
import dev.holdfast.proof.spec.SpecRun;
import dev.holdfast.proof.spec.Transcript;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import dev.holdfast.servers.ServerFailed;
import dev.holdfast.wire.Bytes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many files, several at once, the biggest first, each in a database of its own. What differs or stops while others play
 * beside it is played again alone, before it counts: a few files look at what the whole server does.
 */
final class SpecSuite {
    private static final Transcript NOWHERE = new Transcript() {
        @Override
        public void out(Bytes text) {}

        @Override
        public void err(Bytes text) {}
    };

    private record Job(int number, SpecFile file) {}

    private final PostgresServer server;
    private final SpecArguments.Checked asked;
    private final LiveLine line;
    private final Interruption interruption;
    private final Semaphore connections;
    private final int nameWidth;

    @GuardedBy("this")
    private final SortedMap<Integer, SpecOutcome> outcomes = new TreeMap<>();

    @GuardedBy("this")
    private final SortedMap<Integer, Job> playing = new TreeMap<>();

    @GuardedBy("this")
    private final SortedMap<Integer, Job> again = new TreeMap<>();

    SpecSuite(PostgresServer server, SpecArguments.Checked asked, LiveLine line, Interruption interruption)
            throws SQLException {
        this.server = server;
        this.asked = asked;
        this.line = line;
        this.interruption = interruption;
        this.connections = new Semaphore(server.freeConnections(), true);
        this.nameWidth =
                asked.files().stream().mapToInt(f -> f.name().length()).max().orElse(1);
    }

    /** How many connections the files that play at once may have. */
    static int mostConnections(SpecArguments.Checked asked) {
        return asked.files().stream()
                .map(SpecFile::connections)
                .sorted(Comparator.reverseOrder())
                .limit(asked.jobs())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Plays all; the outcomes are in the order of the files. What was interrupted is unknown. */
    List<SpecOutcome> play() {
        List<Job> jobs = IntStream.range(0, asked.files().size())
                .mapToObj(number -> new Job(number, asked.files().get(number)))
                .sorted(Comparator.comparingDouble((Job job) -> -job.file().weight()))
                .toList();
        playTogether(jobs);
        playAlone();
        return allOutcomes();
    }

    /** Closing a pool interrupts its threads if this one is interrupted, and waits for them. */
    private void playTogether(List<Job> jobs) {
        List<Future<?>> plays = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(asked.jobs())) {
            jobs.forEach(job -> plays.add(pool.submit(() -> playBesideOthers(job))));
        }
        for (Future<?> play : plays) {
            if (play.state() == Future.State.FAILED) {
                throw new IllegalStateException("a file could not be played", play.exceptionNow());
            }
        }
    }

    private void playBesideOthers(Job job) {
        int needed = job.file().connections();
        try {
            connections.acquire(needed);
            try {
                SpecOutcome outcome = play(job);
                if (asked.jobs() > 1 && outcome.mayBeForeign()) {
                    postpone(job, outcome);
                } else {
                    finish(job, outcome);
                }
            } finally {
                connections.release(needed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void playAlone() {
        try {
            for (Job job : postponed()) {
                SpecOutcome outcome = play(job);
                boolean good = outcome.judgement() == Judgement.HOLDS || outcome.judgement() == Judgement.PLAYED;
                finish(job, outcome.and(good ? "matched when run alone" : "also when run alone"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SpecOutcome play(Job job) throws InterruptedException {
        start(job);
        SpecFile file = job.file();
        try (Database database = server.createDatabase(file.label(job.number()))) {
            SpecResult result = SpecRun.play(file.spec(), database, asked.options(), NOWHERE);
            if (interruption.came()) { // what it saw may be its own end
                throw new InterruptedException();
            }
            return SpecOutcome.of(result, asked.expected());
        } catch (SQLException e) {
            return SpecOutcome.unplayed(file.name(), e.getMessage() + " (SQLSTATE " + e.getSQLState() + ")");
        } catch (ServerFailed e) {
            return SpecOutcome.unplayed(file.name(), String.valueOf(e.getMessage()));
        } finally {
            end(job);
        }
    }

    private synchronized void start(Job job) {
        playing.put(job.number(), job);
        show();
    }

    private synchronized void end(Job job) {
        playing.remove(job.number());
        show();
    }

    @GuardedBy("this")
    private void show() {
        String names = playing.values().stream().map(job -> job.file().name()).collect(Collectors.joining(", "));
        line.show(Words.text("[%d/%d] %s", outcomes.size(), asked.files().size(), names));
    }

    private synchronized void postpone(Job job, SpecOutcome outcome) {
        again.put(job.number(), job);
        line.say(Words.text("%-9s %s will be played alone: %s", "again", outcome.name(), outcome.sentence()));
    }

    private synchronized List<Job> postponed() {
        return List.copyOf(again.values());
    }

    private synchronized void finish(Job job, SpecOutcome outcome) {
        outcomes.put(job.number(), outcome);
        line.say(SpecText.line(outcome, nameWidth));
    }

    private synchronized List<SpecOutcome> allOutcomes() {
        List<SpecOutcome> all = new ArrayList<>();
        for (int number = 0; number < asked.files().size(); number++) {
            SpecOutcome outcome = outcomes.get(number);
            all.add(
                    outcome == null
                            ? SpecOutcome.interrupted(asked.files().get(number).name())
                            : outcome);
        }
        return all;
    }
}
