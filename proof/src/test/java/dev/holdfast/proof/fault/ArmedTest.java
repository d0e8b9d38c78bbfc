package dev.holdfast.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.servers.ProxyAction;
import dev.holdfast.servers.ProxyConnection;
import dev.holdfast.wire.Direction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A black hole and its end, in either order. The connection is a stand-in that only notes how it was ended. */
class ArmedTest {
    private final List<ProxyAction.Ending> endings = new ArrayList<>();
    private final Armed armed = new Armed(Fault.parse("black-hole before query"), gone -> {});
    private final ProxyConnection connection = new ProxyConnection() {
        @Override
        public long number() {
            return 1;
        }

        @Override
        public void release(Direction direction) {}

        @Override
        public void end(ProxyAction.Ending client, ProxyAction.Ending server) {
            endings.add(client);
            endings.add(server);
        }
    };

    @Test
    void what_was_swallowed_is_reset_when_the_fault_is_disarmed() {
        armed.swallow(connection);
        assertThat(endings).isEmpty();

        armed.disarm();

        assertThat(endings).containsExactly(ProxyAction.Ending.RESET, ProxyAction.Ending.RESET);
    }

    @Test
    void what_is_swallowed_just_after_the_fault_was_disarmed_is_reset_too() {
        armed.disarm();

        armed.swallow(connection);

        assertThat(endings).containsExactly(ProxyAction.Ending.RESET, ProxyAction.Ending.RESET);
    }
}
