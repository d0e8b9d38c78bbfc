package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.InvalidOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddedOptionsTest {
    private static final EmbeddedOptions DEFAULTS = EmbeddedOptions.defaults();

    @Test
    void allMistakesAreReportedAtOnce() {
        assertThatThrownBy(() -> new EmbeddedOptions(
                        "9.6",
                        Optional.empty(),
                        Durability.KILLED_PROCESS,
                        0,
                        Map.of("synchronous_commit", "OFF", "Port", "5432", "bad name", "1", "work_mem", "a\nb"),
                        Path.of("/" + "x".repeat(80))))
                .isInstanceOfSatisfying(
                        InvalidOption.class, e -> assertThat(e.problems()).hasSize(7))
                .hasMessageContaining("oldest version")
                .hasMessageContaining("0 was given")
                .hasMessageContaining("synchronous_commit = OFF contradicts")
                .hasMessageContaining("setting port can't be chosen")
                .hasMessageContaining("\"bad name\"")
                .hasMessageContaining("\"work_mem\"")
                .hasMessageContaining("81 characters");
    }

    @Test
    void settingsThatContradictTheClaimAreRefusedInEverySpelling() {
        for (String off : List.of("off", "of", "false", "F", "no", "n", "0", " off ")) {
            assertThatThrownBy(() -> DEFAULTS.withSetting("synchronous_commit", off))
                    .as(off)
                    .isInstanceOf(InvalidOption.class)
                    .hasMessageContaining("not a power loss");
        }
        assertThatThrownBy(() -> DEFAULTS.withSetting("full_page_writes", "off"))
                .isInstanceOf(InvalidOption.class);
        assertThatThrownBy(() -> DEFAULTS.withSetting("fsync", "off").withDurability(Durability.POWER_LOSS))
                .isInstanceOf(InvalidOption.class);
        assertThat(DEFAULTS.withSetting("synchronous_commit", "on")
                        .withSetting("fsync", "on")
                        .settings())
                .hasSize(2);
        assertThat(DEFAULTS.withDurability(Durability.NONE).withSetting("synchronous_commit", "off"))
                .isNotNull();
    }

    @Test
    void settingsWithTheirOwnOptionPointToIt() {
        assertThatThrownBy(() -> DEFAULTS.withSetting("max_connections", "7"))
                .hasMessageContaining("option maxConnections");
    }

    @Test
    void malformedVersionsAreRefusedWithThoseThatExist() {
        for (String bad : List.of("", "x", "15.", "15.1.2.3", "-1", "99", "14.1")) {
            assertThatThrownBy(() -> DEFAULTS.withVersion(bad))
                    .as(bad)
                    .isInstanceOf(InvalidOption.class)
                    .hasMessageContaining("\"" + bad + "\" was given")
                    .hasMessageContaining("18.6.0");
        }
    }
}
