package dev.holdfast.servers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.servers.ServerEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogParserTest {
    private static final String ENTRY = "2026-11-21 12:00:00.123 UTC\t42\tclient backend\t40P01\tshop\tanna\tapp\t";
    private static final String TEXT = "postgres: warming up\n"
            + ENTRY + "ERROR:  deadlock detected\n"
            + ENTRY + "DETAIL:  Process 42 waits.\n\tProcess 43: ALTER ROLE x PASSWORD 'sécret''s'\n"
            + ENTRY + "HINT:  See server log for query details.\n"
            + "2026-11-21 12:00:01.000 UTC\t7\tpostmaster\t00000\t\t\t\tLOG:  2026-11-21 12:00:00.123 UTC\t1\tfake\n";

    private static List<ServerEvent> parse(String text) {
        return new LogParser().parse(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void partsBelongToTheirEntry() {
        List<ServerEvent> events = parse(TEXT);
        assertThat(events).hasSize(2);
        ServerEvent deadlock = events.getFirst();
        assertThat(deadlock.time()).isEqualTo(Instant.parse("2026-11-21T12:00:00.123Z"));
        assertThat(deadlock.message()).isEqualTo("deadlock detected");
        assertThat(deadlock.more())
                .containsEntry("DETAIL", "Process 42 waits.\nProcess 43: ALTER ROLE x PASSWORD '********'")
                .containsKey("HINT");
        assertThat(deadlock.database()).isEqualTo("shop");
        assertThat(events.getLast().backend()).isEqualTo("postmaster");
    }

    @Test
    void entriesCutAnywhereAreTheSame() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut < bytes.length; cut++) {
            LogParser parser = new LogParser();
            List<ServerEvent> events = new ArrayList<>(parser.parse(ByteBuffer.wrap(bytes, 0, cut)));
            events.addAll(parser.parse(ByteBuffer.wrap(bytes, cut, bytes.length - cut)));
            assertThat(events).hasSizeGreaterThanOrEqualTo(2);
            assertThat(events.getFirst().message()).isEqualTo("deadlock detected");
            assertThat(events.toString()).doesNotContain("sécret");
        }
    }

    @Test
    void aBackendThatPromptsAsInSingleUserModeHidesNobodysEntry() {
        List<ServerEvent> events = parse("backend> backend> " + ENTRY + "LOG:  something\n");
        assertThat(events).singleElement().extracting(ServerEvent::message).isEqualTo("something");
    }

    @Test
    void everySpellingOfAPasswordIsMasked() {
        assertThat(LogParser.mask("create role a password 'x' ; alter user b PASSWORD\nE'y'; password='z'"))
                .doesNotContain("x'")
                .doesNotContain("y'")
                .doesNotContain("z'");
        assertThat(LogParser.mask("PASSWORD 'cut off")).isEqualTo("PASSWORD '********'");
    }
}
