package dev.holdfast.connections.internal.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LeaseWordTest {
    private final LeaseWord word = new LeaseWord();

    @Test
    void aNewOneIsInThePoolsHands() {
        assertThat(word.isHeld()).isTrue();
        assertThat(word.lease()).isZero();
        assertThat(word.claim()).isFalse();
        assertThat(word).hasToString("held after 0 leases");
    }

    @Test
    void whatIsParkedIsLeasedOnce() {
        word.park();
        assertThat(word.isIdle()).isTrue();
        assertThat(word.lease()).isOne();
        assertThat(word.lease()).isZero();
        assertThat(word.claim()).isFalse();
        assertThat(word).hasToString("leased after 1 leases");
    }

    @Test
    void aStampEndsItsOwnLeaseAndNoLaterOne() {
        word.park();
        long first = word.lease();
        assertThat(word.release(first)).isTrue();
        assertThat(word.release(first)).as("again").isFalse();
        long second = word.lease();
        assertThat(word.release(first)).isFalse();
        assertThat(word.end(first)).isFalse();
        assertThat(word.isLeased()).isTrue();
        assertThat(word.end(second)).isTrue();
        assertThat(word.isHeld()).isTrue();
        assertThat(word.uses()).isEqualTo(2);
    }

    @Test
    void whatIsClaimedIsGrantedOrParked() {
        word.park();
        assertThat(word.claim()).isTrue();
        assertThat(word.claim()).isFalse();
        assertThat(word.grant()).isOne();
        assertThat(word.release(1)).isTrue();
        assertThat(word.claim()).isTrue();
        word.park();
        assertThat(word.uses()).isOne();
    }

    @Test
    void onlyWhatIsInThePoolsHandsIsGrantedOrParked() {
        word.park();
        assertThatThrownBy(word::park).isInstanceOf(IllegalStateException.class).hasMessageContaining("idle after 0");
        assertThatThrownBy(word::grant).isInstanceOf(IllegalStateException.class);
        word.lease();
        assertThatThrownBy(word::grant)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("leased");
    }

    @Test
    void everyChangeIsSeen() {
        long before = word.observed();
        word.park();
        word.release(word.lease());
        assertThat(word.isIdle()).isTrue();
        word.claim();
        assertThat(word.observed()).isNotEqualTo(before);
    }
}
