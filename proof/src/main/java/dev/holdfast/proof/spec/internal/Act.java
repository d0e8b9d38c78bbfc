package dev.holdfast.proof.spec.internal;

import dev.holdfast.proof.spec.Spec;
import java.util.ArrayList;
import java.util.List;

/** One step that was begun: its place in the permutation, and how many notices each of its blockers awaits. */
final class Act {
    final Spec.Turn turn;
    final Actor actor;

    /** By the blocker's position; what isn't about notices has 0. */
    private final List<Integer> awaited = new ArrayList<>();

    Act(Spec.Turn turn, List<Actor> actors) {
        this.turn = turn;
        this.actor = actors.get(turn.step().session());
        for (Spec.Blocker blocker : turn.blockers()) {
            awaited.add(
                    blocker instanceof Spec.Blocker.Notices notices
                            ? actors.get(notices.step().session()).notices() + notices.count()
                            : 0);
        }
    }

    Spec.Step step() {
        return turn.step();
    }

    /** It is to be reported as waiting first, whatever it does. */
    boolean waitsOnce() {
        return turn.blockers().stream().anyMatch(blocker -> blocker instanceof Spec.Blocker.Once);
    }

    /** Whether another step, or notices, are to come first. */
    boolean isHeldBack(List<Actor> actors) {
        for (int i = 0; i < awaited.size(); i++) {
            if (holdsBack(turn.blockers().get(i), awaited.get(i), actors)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsBack(Spec.Blocker blocker, int awaited, List<Actor> actors) {
        return switch (blocker) {
            case Spec.Blocker.Once once -> false;
            case Spec.Blocker.OtherStep other -> {
                Act active = actors.get(other.step().session()).active;
                yield active != null && active.step().equals(other.step());
            }
            case Spec.Blocker.Notices notices ->
                actors.get(notices.step().session()).notices() < awaited;
        };
    }
}
