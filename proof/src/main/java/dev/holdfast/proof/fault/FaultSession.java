package dev.holdfast.proof.fault;

import dev.holdfast.servers.ProxyAction;
import dev.holdfast.servers.ProxyConnection;
import dev.holdfast.servers.ProxyFrame;
import dev.holdfast.servers.ProxyFrame.Shape;
import dev.holdfast.servers.ProxyRules;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** One connection and the faults that are meant for it. Only the proxy's thread. */
final class FaultSession implements ProxyRules.Session {
    private static final int EVIDENCE = 64;
    private final FaultRules rules;
    private final ProxyConnection connection;
    private final Conversation conversation = new Conversation();
    private final Pretence pretence = new Pretence();
    private final List<LateCancel> lateCancels = new ArrayList<>();

    /** A cancel that is held until this session has begun so many queries. */
    private static final class LateCancel {
        private final ProxyConnection held;
        private int queries;

        LateCancel(ProxyConnection held, int queries) {
            this.held = held;
            this.queries = queries;
        }
    }

    FaultSession(FaultRules rules, ProxyConnection connection) {
        this.rules = rules;
        this.connection = connection;
    }

    Conversation conversation() {
        return conversation;
    }

    Pretence pretence() {
        return pretence;
    }

    @Override
    public int wants(Direction direction, Shape shape, char type, long length, long position) {
        int wanted = conversation.hear(direction, shape, type);
        if (pretence.concerns(direction, shape, type) || (beginsQuery(direction, type) && !lateCancels.isEmpty())) {
            wanted = Math.max(wanted, 1);
        }
        for (Armed armed : rules.armed()) {
            Fault fault = armed.fault();
            if (candidate(fault, direction, shape, type, length, position)) {
                wanted = Math.max(wanted, needed(fault, length, position));
            }
        }
        return wanted;
    }

    private static boolean beginsQuery(Direction direction, char type) {
        return direction == Direction.TO_SERVER && (type == 'Q' || type == 'E');
    }

    private static int needed(Fault fault, long length, long position) {
        if (fault.kind() == Kind.DUPLICATE) {
            return fault.boundary().filter() == Boundary.Filter.OFFSET
                    ? (int) Math.min(MOST, Long.parseLong(fault.which()) - position + 1)
                    : (int) Math.min(MOST, length);
        }
        return fault.which().isEmpty() ? EVIDENCE : Conversation.TEXT;
    }

    /** As far as the header tells. */
    private boolean candidate(Fault fault, Direction direction, Shape shape, char type, long length, long position) {
        Boundary boundary = fault.boundary();
        if (boundary.direction() != direction || (fault.session() != 0 && fault.session() != connection.number())) {
            return false;
        }
        return switch (boundary) {
            case STARTUP, CANCEL -> shape == Shape.UNTYPED;
            case SSL_REPLY -> shape == Shape.REPLY;
            case BYTE_TO_SERVER, BYTE_TO_CLIENT -> {
                long at = Long.parseLong(fault.which()) - position;
                yield at >= 0 && at < length;
            }
            case FIRST_READY -> shape == Shape.TYPED && type == 'Z' && conversation.firstReady();
            case READY_FOR_QUERY -> shape == Shape.TYPED && type == 'Z' && !conversation.firstReady();
            default -> shape == Shape.TYPED && type == boundary.type();
        };
    }

    @Override
    public List<ProxyAction> decide(ProxyFrame frame) {
        conversation.see(frame);
        if (frame.type() == 'K' && frame.direction() == Direction.TO_CLIENT) {
            rules.named(conversation.processId(), this);
        }
        List<ProxyAction> kept = pretence.follow(frame, conversation);
        if (!kept.isEmpty()) {
            return kept;
        }
        for (Armed armed : rules.armed()) {
            if (meant(armed.fault(), frame) && armed.strikes()) {
                return strike(armed, frame);
            }
        }
        return lateCancels.isEmpty() || !beginsQuery(frame.direction(), frame.type()) ? List.of() : releases(frame);
    }

    private List<ProxyAction> strike(Armed armed, ProxyFrame frame) {
        Strike strike = new Strike(armed.fault(), frame, this, rules.random());
        long offset = strike.offset();
        return strike.actions(() -> {
            if (armed.fault().kind() == Kind.BLACK_HOLE) {
                armed.swallow(connection);
            }
            armed.add(firing(frame, offset));
        });
    }

    private Firing firing(ProxyFrame frame, long offset) {
        byte[] start = frame.start().toArray();
        Bytes message = Bytes.of(Arrays.copyOf(start, Math.min(start.length, EVIDENCE)));
        return new Firing(
                connection.number(),
                conversation.application(),
                frame.direction(),
                frame.shape() == Shape.TYPED ? frame.type() : 0,
                frame.position(),
                offset,
                message,
                System.nanoTime());
    }

    private boolean meant(Fault fault, ProxyFrame frame) {
        return candidate(fault, frame.direction(), frame.shape(), frame.type(), frame.length(), frame.position())
                && (fault.application().isEmpty() || fault.application().equals(conversation.application()))
                && (fault.kind() != Kind.DUPLICATE || duplicable(fault, frame))
                && matches(fault, frame);
    }

    /** Whether what shall come twice was seen. */
    private static boolean duplicable(Fault fault, ProxyFrame frame) {
        return fault.boundary().filter() == Boundary.Filter.OFFSET
                ? Long.parseLong(fault.which()) - frame.position()
                        < frame.start().length()
                : frame.whole();
    }

    private boolean matches(Fault fault, ProxyFrame frame) {
        String which = fault.which();
        if (frame.shape() == Shape.UNTYPED && fault.boundary().filter() == Boundary.Filter.NONE) {
            return fault.boundary() == Boundary.CANCEL ? Conversation.isCancel(frame) : Conversation.isStartup(frame);
        }
        if (which.isEmpty()) {
            return true;
        }
        return switch (fault.boundary()) {
            case QUERY, PARSE, BIND, DESCRIBE, EXECUTE -> Sql.begins(conversation.sql(frame), which);
            case COPY_IN_DATA -> conversation.copiedIn() == Integer.parseInt(which);
            case COPY_OUT_DATA -> conversation.copiedOut() == Integer.parseInt(which);
            case DATA_ROW -> conversation.row() == Integer.parseInt(which);
            case COMMAND_COMPLETE -> Sql.begins(Conversation.strings(frame)[0], which);
            case PARAMETER_STATUS -> Conversation.strings(frame)[0].equals(which);
            case READY_FOR_QUERY -> Conversation.strings(frame)[0].equals(which);
            case ERROR_RESPONSE -> Arrays.asList(Conversation.strings(frame)).contains("C" + which);
            case NOTIFICATION -> channel(frame).equals(which);
            default -> true;
        };
    }

    /** Behind the sender's process. */
    private static String channel(ProxyFrame frame) {
        byte[] body = Conversation.body(frame).toArray();
        byte[] names = Arrays.copyOfRange(body, Math.min(4, body.length), body.length);
        return Bytes.of(names).text().split("\0", -1)[0];
    }

    /**
     * This session, a cancel, shall wait until the one it is meant for has begun so many queries. False if there is none:
     * then it needn't wait.
     */
    boolean waitForQuery(int processId, int queries) {
        return rules.session(processId)
                .map(target -> target.lateCancels.add(new LateCancel(connection, queries)))
                .orElse(false);
    }

    private List<ProxyAction> releases(ProxyFrame frame) {
        List<ProxyConnection> due = new ArrayList<>();
        for (Iterator<LateCancel> all = lateCancels.iterator(); all.hasNext(); ) {
            LateCancel late = all.next();
            late.queries--;
            if (late.queries <= 0) {
                due.add(late.held);
                all.remove();
            }
        }
        return List.of(new ProxyAction.Pass(frame.length()), new ProxyAction.Also(() -> due.forEach(FaultSession::go)));
    }

    private static void go(ProxyConnection held) {
        held.release(Direction.TO_SERVER);
    }

    @Override
    public void closed() {
        rules.gone(conversation.processId(), this, connection);
        lateCancels.forEach(late -> go(late.held));
    }
}
