package dev.holdfast.proof.spec.internal;

import dev.holdfast.proof.spec.Spec;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Permutations with what stands around each: setups, steps, teardowns, invariants. Not thread-safe. */
final class Performance {
    private final Spec spec;
    private final Company company;
    private final @Nullable Oracle oracle;
    private final Voice voice;
    private final Patience patience;
    private final Consumer<Act> reportedWaiting;

    /** {@code oracle} is null if there are no invariants. */
    Performance(
            Spec spec,
            Company company,
            @Nullable Oracle oracle,
            Voice voice,
            Patience patience,
            Consumer<Act> reportedWaiting) {
        this.spec = spec;
        this.company = company;
        this.oracle = oracle;
        this.voice = voice;
        this.patience = patience;
        this.reportedWaiting = reportedWaiting;
    }

    /** The invariants that don't hold afterwards, with the rows that say so. */
    Map<Spec.Invariant, Bytes> play(Spec.Permutation permutation) throws InterruptedException, Stopped {
        Map<Spec.Invariant, Bytes> broken = playUntorn(permutation);
        if (spec.teardown().isPresent()) {
            run(company.control(), spec.teardown().get(), "teardown");
        }
        return broken;
    }

    /** The same without the file's own teardown, which waits for whoever left a transaction open. */
    Map<Spec.Invariant, Bytes> playUntorn(Spec.Permutation permutation) throws InterruptedException, Stopped {
        announce(permutation);
        setUp();
        new Play(company, voice, patience, reportedWaiting).play(permutation);
        tearDownSessions();
        return check();
    }

    private void announce(Spec.Permutation permutation) {
        Words words = new Words().add("\nstarting permutation:");
        permutation.turns().forEach(turn -> words.add(" ").add(turn.step().name()));
        voice.out(words.add("\n"));
    }

    private void setUp() throws InterruptedException, Stopped {
        for (Bytes setup : spec.setups()) {
            require(run(company.control(), setup, "setup"));
        }
        for (int i = 0; i < spec.sessions().size(); i++) {
            Spec.Session session = spec.sessions().get(i);
            if (session.setup().isPresent()) {
                require(run(link(i), session.setup().get(), "setup of session " + session.name()));
            }
        }
    }

    private static void require(Optional<String> failure) throws Stopped {
        if (failure.isPresent()) {
            throw new Stopped(failure.get());
        }
    }

    /** A failure is told, and nothing more. */
    private void tearDownSessions() throws InterruptedException, Stopped {
        for (int i = 0; i < spec.sessions().size(); i++) {
            Spec.Session session = spec.sessions().get(i);
            if (session.teardown().isPresent()) {
                run(link(i), session.teardown().get(), "teardown of session " + session.name());
            }
        }
    }

    private Link link(int session) {
        return company.actors.get(session).link;
    }

    /** Prints rows; what it said if it failed. */
    private Optional<String> run(Link link, Bytes sql, String what) throws InterruptedException, Stopped {
        Patience.Clock clock = patience.start(what);
        Answer answer = link.run(sql, () -> losePatience(link, what, clock)).orElseGet(Answer.Empty::new);
        if (answer instanceof Answer.Rows rows) {
            voice.out(ResultTable.text(rows));
            return Optional.empty();
        }
        if (answer instanceof Answer.Done) {
            return Optional.empty();
        }
        Words said = new Words().add(what).add(" failed: ").add(link.errors());
        voice.err(said);
        return Optional.of(said.bytes().text().strip());
    }

    private static void losePatience(Link link, String what, Patience.Clock clock) throws Stopped {
        try {
            clock.cancelIfDue(link);
        } catch (IOException e) {
            throw new Stopped(what + " hangs and can't be cancelled: " + e.getMessage());
        }
        if (clock.isSpent()) {
            throw new Stopped(what + " timed out after " + clock.seconds() + " seconds");
        }
    }

    private Map<Spec.Invariant, Bytes> check() throws InterruptedException, Stopped {
        Map<Spec.Invariant, Bytes> broken = new LinkedHashMap<>();
        if (oracle == null) {
            return broken;
        }
        for (Spec.Invariant invariant : spec.invariants()) {
            Optional<Bytes> rows = oracle.violations(invariant);
            if (rows.isPresent()) {
                broken.put(invariant, rows.get());
                voice.out(new Words()
                        .add("invariant \"")
                        .add(invariant.name())
                        .add("\" is violated:\n")
                        .add(rows.get()));
            }
        }
        return broken;
    }
}
