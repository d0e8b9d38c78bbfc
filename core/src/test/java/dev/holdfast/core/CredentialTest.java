package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CredentialTest {
    @Test
    void aCredentialPrintsTheUserAndAMask() {
        Credential credential = new Credential("app", Secret.of("tr0ub4dor"), 7);
        assertThat(credential.toString()).contains("app", "********", "7").doesNotContain("tr0ub4dor");
    }

    @Test
    void aUserThatIsNoNameIsRefused() {
        Secret password = Secret.of("x");
        assertThatThrownBy(() -> new Credential("", password, 1))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("It is empty.");
        assertThatThrownBy(() -> new Credential("a\0b", password, 1))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("NUL");
    }

    @Test
    void aConstantSourceAlwaysGivesTheSameAndNeverSaysThatItChanged() {
        AtomicInteger changes = new AtomicInteger();
        CredentialSource source = CredentialSource.constant("app", Secret.of("tr0ub4dor"));
        Credential first = source.current();
        CredentialSource.Subscription subscription = source.onChange(changes::incrementAndGet);
        assertThat(source.current()).isSameAs(first);
        assertThat(first.user()).isEqualTo("app");
        assertThat(first.password().<String>use(String::new)).isEqualTo("tr0ub4dor");
        subscription.close();
        subscription.close();
        assertThat(changes).hasValue(0);
        assertThat(source.toString()).doesNotContain("tr0ub4dor");
    }

    @Test
    void aConstantSourceRefusesAUserThatIsNoName() {
        assertThatThrownBy(() -> CredentialSource.constant("", Secret.of("x"))).isInstanceOf(InvalidOption.class);
    }
}
