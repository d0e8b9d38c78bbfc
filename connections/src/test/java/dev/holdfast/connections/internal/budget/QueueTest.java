package dev.holdfast.connections.internal.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.connections.TenantLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QueueTest {
    private final Cell cell = new Cell(Cell.Kind.TENANT, "t", TenantLimits.upTo(1));

    /** Held against a list. */
    @Test
    void whateverLeavesTheOthersKeepTheirOrder() {
        Random random = new Random(1);
        Queue queue = new Queue();
        List<Ask> list = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextBoolean() || list.isEmpty()) {
                Ask ask = new Ask(cell, 0, 1, null);
                queue.add(ask);
                list.add(ask);
            } else {
                queue.remove(list.remove(random.nextInt(list.size())));
            }
            assertThat(queue.size()).isEqualTo(list.size());
            assertThat(queue.isEmpty()).isEqualTo(list.isEmpty());
            assertThat(queue.first()).isSameAs(list.isEmpty() ? null : list.getFirst());
        }
        assertThat(list).isNotEmpty();
        list.forEach(ask -> {
            assertThat(queue.first()).isSameAs(ask);
            queue.remove(ask);
        });
    }

    @Test
    void whatHasLeftCantLeaveAgain() {
        Queue queue = new Queue();
        Ask first = new Ask(cell, 0, 1, null);
        Ask second = new Ask(cell, 0, 1, null);
        queue.add(first);
        queue.add(second);
        queue.remove(first);
        queue.remove(first);
        assertThat(queue.size()).isOne();
        assertThat(queue.first()).isSameAs(second);
    }
}
