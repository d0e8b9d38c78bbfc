package dev.holdfast.cli.report;

import dev.holdfast.proof.Latency;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Second;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The seconds of a trial without gaps: a second in which nothing was answered is there, with 0. */
final class Seconds {
    private Seconds() {}

    static List<Second> of(Result result) {
        List<Second> all = new ArrayList<>();
        for (Second second : result.seconds()) {
            while (!all.isEmpty() && gap(all.getLast().at(), second.at()) > 1) {
                all.add(new Second(all.getLast().at().plusSeconds(1), 0, Latency.none()));
            }
            all.add(second);
        }
        return all;
    }

    private static long gap(Instant earlier, Instant later) {
        return Duration.between(earlier, later).toSeconds();
    }
}
