package dev.holdfast.servers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.Deadline;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessesTest {
    /** The parent becomes a program that knows of no child, so it never collects it. */
    @Test
    void whatNobodyHasCollectedExistsButDoesNotLive() throws IOException {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0.1 & exec sleep 60").start();
        try {
            Deadline soon = Deadline.in(Duration.ofSeconds(20));
            assertThat(Poll.until(soon, () -> !Processes.children(parent.pid()).isEmpty()))
                    .isTrue();
            long child = Processes.children(parent.pid()).iterator().next();
            assertThat(Poll.until(soon, () -> !Processes.lives(child))).isTrue();
            assertThat(Processes.exists(child)).isTrue();
        } finally {
            parent.destroyForcibly().onExit().join();
        }
        assertThat(Processes.exists(parent.pid())).isFalse();
    }
}
