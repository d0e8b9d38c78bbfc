package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a-b", "a_b", "A_B", " ", "it's", "\"q\"", "a;drop", "ü", "客户", "😀", "a\u200bb", "\u2028"})
    void anyTextWithoutControlCharactersIsAnId(String text) {
        assertThat(new TenantId(text).value()).isEqualTo(text);
        assertThat(new TenantId(text)).hasToString(text);
    }

    @Test
    void idsThatDifferInAnyByteAreDifferentAndSorted() {
        List<TenantId> ids =
                List.of(new TenantId("a_b"), new TenantId("a-b"), new TenantId("A_B"), new TenantId("a_b "));
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(ids)).extracting(TenantId::value).containsExactly("A_B", "a-b", "a_b", "a_b ");
    }

    @Test
    void anEmptyIdIsRefused() {
        assertThatThrownBy(() -> new TenantId(""))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\nb", "\t", "\u007f", "\u009f"})
    void controlCharactersAreRefusedAndPrintedHarmlessly(String text) {
        assertThatThrownBy(() -> new TenantId(text))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining(String.format("\\u%04x", (int) control(text)))
                .hasMessageNotContaining(text);
    }

    private static char control(String text) {
        return (char) text.chars().filter(Character::isISOControl).findFirst().orElseThrow();
    }

    @Test
    void bytesAreCountedNotCharacters() {
        assertThatCode(() -> new TenantId("x".repeat(63))).doesNotThrowAnyException();
        assertThatCode(() -> new TenantId("ü".repeat(31) + "x")).doesNotThrowAnyException();
        assertThatThrownBy(() -> new TenantId("x".repeat(64))).hasMessageContaining("64 bytes");
        assertThatThrownBy(() -> new TenantId("ü".repeat(32))).hasMessageContaining("64 bytes");
        assertThat("😀".repeat(15).getBytes(StandardCharsets.UTF_8)).hasSize(60);
        assertThatThrownBy(() -> new TenantId("😀".repeat(16))).hasMessageContaining("64 bytes");
    }

    @Test
    void halfASurrogatePairIsRefused() {
        assertThatThrownBy(() -> new TenantId("a\ud83d")).hasMessageContaining("not valid Unicode");
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThatThrownBy(() -> new TenantId("\n\ud83d" + "x".repeat(70)))
                .isInstanceOfSatisfying(
                        InvalidOption.class,
                        e -> assertThat(e.problems())
                                .extracting(InvalidOption.Problem::message)
                                .containsExactly(
                                        "a tenant's id has a control character",
                                        "a tenant's id is not valid Unicode",
                                        "a tenant's id is too long"));
    }
}
