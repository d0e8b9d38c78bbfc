package dev.holdfast.proof.fault;

import dev.holdfast.servers.ProxyAction;
import dev.holdfast.servers.ProxyFrame;
import dev.holdfast.servers.ProxyFrame.Shape;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Direction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps up, after an error that the server knows nothing of, what the client must see: no further answer until
 * ReadyForQuery, and, where the server still has a transaction open, that it has failed.
 */
final class Pretence {
    private static final int FROM_T_TO_E = 'T' ^ 'E';

    /** The client's messages until Sync don't reach the server. */
    private boolean skippingToSync;

    /** The server's answers until ReadyForQuery don't reach the client. */
    private boolean droppingToReady;

    /** The client believes that its transaction has failed. */
    private boolean failed;

    /** Told before the ReadyForQuery that answers {@link #batch}. */
    private @Nullable Bytes pending;

    private long batch;

    /** Told instead of the server's next error. */
    private @Nullable Bytes substitute;

    /** The rest of the batch isn't run; its answer is {@code error}. */
    void failBatch(Bytes error, long number, boolean skip) {
        pending = error;
        batch = number;
        skippingToSync = skip;
    }

    /** The rest of the answer isn't told. */
    void cutAnswer() {
        droppingToReady = true;
    }

    void substitute(Bytes error) {
        substitute = error;
    }

    boolean concerns(Direction direction, Shape shape, char type) {
        if (shape != Shape.TYPED) {
            return false;
        }
        if (direction == Direction.TO_SERVER) {
            return skippingToSync;
        }
        return droppingToReady || (type == 'Z' && (pending != null || failed)) || (type == 'E' && substitute != null);
    }

    /** What happens to the message for the pretence's sake; nothing if it isn't concerned. */
    List<ProxyAction> follow(ProxyFrame frame, Conversation conversation) {
        if (!concerns(frame.direction(), frame.shape(), frame.type())) {
            return List.of();
        }
        if (frame.direction() == Direction.TO_SERVER) {
            skippingToSync = frame.type() != 'S';
            return skippingToSync ? List.of(new ProxyAction.Drop(frame.length())) : List.of();
        }
        if (frame.type() == 'Z') {
            return ready(frame, conversation);
        }
        if (frame.type() == 'E' && substitute != null) {
            Bytes told = substitute;
            substitute = null;
            return List.of(new ProxyAction.Inject(told), new ProxyAction.Drop(frame.length()));
        }
        boolean anytime = frame.type() == 'N' || frame.type() == 'S' || frame.type() == 'A';
        return anytime ? List.of() : List.of(new ProxyAction.Drop(frame.length()));
    }

    private List<ProxyAction> ready(ProxyFrame frame, Conversation conversation) {
        List<ProxyAction> actions = new ArrayList<>();
        failed |= droppingToReady;
        droppingToReady = false;
        if (pending != null && conversation.answered() >= batch) {
            actions.add(new ProxyAction.Inject(pending));
            pending = null;
            failed = true;
        }
        failed &= frame.whole() && frame.start().at(5) == 'T';
        if (failed) {
            actions.add(new ProxyAction.Pass(5));
            actions.add(new ProxyAction.Flip(FROM_T_TO_E));
        }
        return actions;
    }
}
