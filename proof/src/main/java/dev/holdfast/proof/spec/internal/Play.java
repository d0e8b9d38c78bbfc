package dev.holdfast.proof.spec.internal;

import dev.holdfast.proof.spec.Spec;
import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The steps of one permutation, one after the other, each sent once its session is free.
 *
 * <pre>
 *                 answer is whole, not held back
 *   sent ──────────────────────────────────────────▶ complete ("step s: …", or "&lt;... completed&gt;" after waiting)
 *    │                                                   ▲
 *    └── server says blocked, or held back ─▶ waiting ───┘  looked at again after every step
 * </pre>
 *
 * <p>A step counts as waiting as soon as the server says so, asked whenever nothing came for 10 ms; from then on it is
 * assumed to wait until further steps were sent. That is the reference's rule, to the letter. Not thread-safe.
 */
final class Play {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final Company company;
    private final List<Actor> actors;
    private final Voice voice;
    private final Patience patience;
    private final List<Act> waiting = new ArrayList<>();
    private final Consumer<Act> reportedWaiting;

    /** {@code reportedWaiting} is told of each step that was reported as waiting. */
    Play(Company company, Voice voice, Patience patience, Consumer<Act> reportedWaiting) {
        this.company = company;
        this.actors = company.actors;
        this.voice = voice;
        this.patience = patience;
        this.reportedWaiting = reportedWaiting;
    }

    void play(Spec.Permutation permutation) throws InterruptedException, Stopped {
        for (Spec.Turn turn : permutation.turns()) {
            Actor actor = actors.get(turn.step().session());
            untilFree(actor);
            Act act = send(turn, actor);
            boolean waits = !tryComplete(act, true, true);
            tryCompleteWaiting(true);
            if (waits) {
                waiting.add(act);
            }
        }
        tryCompleteWaiting(false);
        if (!waiting.isEmpty()) {
            throw stop("failed to complete permutation due to mutually-blocking steps\n");
        }
    }

    private Act send(Spec.Turn turn, Actor actor) throws Stopped {
        Act act = new Act(turn, actors);
        if (!actor.link.send(turn.step().sql())) {
            Words said = step("failed to send query for step ", act)
                    .add(": ")
                    .add(actor.link.errors())
                    .add("\n");
            voice.out(said);
            throw new Stopped(said.bytes().text().strip());
        }
        actor.active = act;
        return act;
    }

    /** The session may still be at an earlier step; then that one is waited for. */
    private void untilFree(Actor actor) throws InterruptedException, Stopped {
        Patience.Clock clock = patience.start("the session " + actor.name());
        for (Act former = actor.active; former != null; former = actor.active) {
            if (tryComplete(former, false, false)) {
                waiting.remove(former);
            }
            tryCompleteWaiting(true);
            if (actor.active != null && clock.isSpent()) {
                throw hang(actor.active, clock);
            }
        }
    }

    /** Looks at all that wait, and again as long as that may have released one that is held back. */
    private void tryCompleteWaiting(boolean mayBlock) throws InterruptedException, Stopped {
        boolean again = true;
        while (again) {
            int before = waiting.size();
            int noticesBefore = notices();
            boolean heldBack = false;
            for (Act act : List.copyOf(waiting)) {
                if (tryComplete(act, mayBlock, false)) {
                    waiting.remove(act);
                } else {
                    heldBack |= !act.turn.blockers().isEmpty();
                }
            }
            again = heldBack && (waiting.size() < before || notices() > noticesBefore);
        }
    }

    private int notices() {
        return actors.stream().mapToInt(Actor::notices).sum();
    }

    /**
     * Waits until a step is done or blocked, and reports it if that is news.
     *
     * @param mayBlock whether to come back once the server says that it is blocked
     * @param first whether this is the first look at it
     * @return whether it is complete
     */
    private boolean tryComplete(Act act, boolean mayBlock, boolean first) throws InterruptedException, Stopped {
        if (first && act.waitsOnce()) {
            return reportWaiting(act, true);
        }
        Patience.Clock clock = patience.start("step " + act.step().name());
        while (act.actor.link.isBusy()) {
            switch (act.actor.link.read(BETWEEN_LOOKS)) {
                case SOMETHING -> {}
                case END -> throw lost(act.actor);
                case NOTHING -> {
                    if (mayBlock && isBlocked(act.actor)) {
                        return reportWaiting(act, first);
                    }
                    loseNoPatience(act, clock);
                }
            }
        }
        if (act.isHeldBack(actors)) {
            return reportWaiting(act, first);
        }
        complete(act, first);
        return true;
    }

    /** What came while the server was asked is looked at before it is believed. */
    private boolean isBlocked(Actor actor) throws InterruptedException, Stopped {
        if (!company.isBlocked(actor)) {
            return false;
        }
        if (actor.link.read(Duration.ZERO) == Link.Arrived.END) {
            throw lost(actor);
        }
        return actor.link.isBusy();
    }

    /** Always false: it is not complete. */
    private boolean reportWaiting(Act act, boolean first) {
        if (first) {
            voice.out(step("step ", act).add(": ").add(act.step().sql()).add(" <waiting ...>\n"));
            reportedWaiting.accept(act);
        }
        return false;
    }

    private void complete(Act act, boolean first) throws InterruptedException, Stopped {
        Words said = step("step ", act).add(": ");
        voice.out(first ? said.add(act.step().sql()).add("\n") : said.add("<... completed>\n"));
        Link link = act.actor.link;
        Patience.Clock clock = patience.start("step " + act.step().name());
        Link.Watch watch = () -> loseNoPatience(act, clock);
        for (Optional<Answer> next = link.next(watch); next.isPresent(); next = link.next(watch)) {
            report(next.get());
        }
        reportNotifications(act.actor);
        act.actor.active = null;
    }

    private void report(Answer answer) throws Stopped {
        switch (answer) {
            case Answer.Done done -> {}
            case Answer.Empty empty -> {}
            case Answer.Rows rows -> voice.out(ResultTable.text(rows));
            case Answer.Failed failed -> voice.out(failed.shown());
            case Answer.Copying copying -> {
                voice.out(new Words().add("unexpected result status: " + copying.status() + "\n"));
                throw new Stopped("a step uses COPY with the client, which this format has no way to write down");
            }
        }
    }

    private void reportNotifications(Actor actor) throws InterruptedException {
        Link link = actor.link;
        link.read(Duration.ZERO);
        for (Optional<Backend.NotificationResponse> next = link.notification();
                next.isPresent();
                next = link.notification()) {
            voice.out(notification(actor, next.get()));
            link.read(Duration.ZERO);
        }
    }

    private Words notification(Actor actor, Backend.NotificationResponse notification) {
        int pid = notification.processId();
        return new Words()
                .add(actor.name())
                .add(": NOTIFY \"")
                .add(notification.channel())
                .add("\" with payload \"")
                .add(notification.payload())
                .add("\" from ")
                .add(company.name(pid).orElseGet(() -> Bytes.of("PID " + pid)))
                .add("\n");
    }

    private void loseNoPatience(Act act, Patience.Clock clock) throws Stopped {
        try {
            if (clock.cancelIfDue(act.actor.link)) {
                voice.out(
                        step("isolationtester: canceling step ", act).add(" after " + clock.seconds() + " seconds\n"));
            }
        } catch (IOException e) {
            voice.err(new Words().add("PQcancel failed: " + e.getMessage() + "\n"));
        }
        if (clock.isSpent()) {
            throw stop(step("step ", act).add(" timed out after " + clock.seconds() + " seconds\n"));
        }
    }

    private Stopped hang(Act act, Patience.Clock clock) {
        clock.hangs();
        Words said = step("step ", act).add(" timed out after " + clock.seconds() + " seconds\nactive steps are:");
        for (Actor actor : actors) {
            Act active = actor.active;
            if (active != null) {
                said.add(" ").add(active.step().name());
            }
        }
        return stop(said.add("\n"));
    }

    private Stopped lost(Actor actor) {
        return stop(new Words()
                .add("PQconsumeInput failed: ")
                .add(actor.link.errors())
                .add("\n"));
    }

    private Stopped stop(String said) {
        return stop(new Words().add(said));
    }

    private Stopped stop(Words said) {
        voice.err(said);
        return new Stopped(said.bytes().text().strip());
    }

    private static Words step(String lead, Act act) {
        return new Words().add(lead).add(act.step().name());
    }
}
