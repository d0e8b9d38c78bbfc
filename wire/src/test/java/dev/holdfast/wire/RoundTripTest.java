package dev.holdfast.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    @Test
    void whatAClientMeansSurvivesTheWire() {
        Set<Class<?>> seen = new HashSet<>();
        Cases.each(10_000, random -> {
            Frontend message = new Messages(random).frontend();
            seen.add(message.getClass());
            byte[] bytes = Codec.encode(message);
            Frame frame = Wired.frame(Wired.kind(message), bytes);
            assertThat(Codec.encode(frame)).isEqualTo(bytes);
            Frontend decoded = Codec.frontend(frame);
            assertThat(decoded.equals(message))
                    .as("%s survives", message.getClass())
                    .isTrue();
            assertThat(Codec.encode(decoded)).isEqualTo(bytes);
            assertThat(message.type().map(type -> (byte) (char) type).orElse((byte) 0))
                    .isEqualTo(bytes[0]);
        });
        assertThat(seen).isEqualTo(GoldenBytesTest.permitted(Frontend.class));
    }

    @Test
    void whatAServerMeansSurvivesTheWire() {
        Set<Class<?>> seen = new HashSet<>();
        Cases.each(10_000, random -> {
            Backend message = new Messages(random).backend();
            seen.add(message.getClass());
            byte[] bytes = Codec.encode(message);
            Frame frame = Wired.frame(Wired.kind(message), bytes);
            assertThat(Codec.encode(frame)).isEqualTo(bytes);
            Backend decoded = Codec.backend(frame);
            assertThat(decoded.equals(message))
                    .as("%s survives", message.getClass())
                    .isTrue();
            assertThat(Codec.encode(decoded)).isEqualTo(bytes);
        });
        assertThat(seen).isEqualTo(GoldenBytesTest.permitted(Backend.class));
    }
}
