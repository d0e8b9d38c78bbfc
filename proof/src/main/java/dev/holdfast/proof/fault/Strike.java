package dev.holdfast.proof.fault;

import dev.holdfast.servers.ProxyAction;
import dev.holdfast.servers.ProxyAction.Ending;
import dev.holdfast.servers.ProxyFrame;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** One fault at one message: what the proxy does there. */
final class Strike {
    private static final Duration AFTER_THE_QUERY = Duration.ofMillis(20);
    private static final Set<String> FATAL_CLASSES = Set.of("28", "57P", "53300", "25P03", "25P04", "3D000");
    private final Fault fault;
    private final ProxyFrame frame;
    private final FaultSession session;
    private final SplittableRandom random;
    private final List<ProxyAction> actions = new ArrayList<>();

    Strike(Fault fault, ProxyFrame frame, FaultSession session, SplittableRandom random) {
        this.fault = fault;
        this.frame = frame;
        this.session = session;
        this.random = random;
    }

    /** {@code fired} is called where the fault strikes. */
    List<ProxyAction> actions(Runnable fired) {
        long offset = offset();
        if (offset > 0) {
            actions.add(new ProxyAction.Pass(offset));
        }
        actions.add(new ProxyAction.Also(fired));
        effect();
        return actions;
    }

    /** How many of the message's bytes come before the fault. */
    long offset() {
        if (fault.boundary().filter() == Boundary.Filter.OFFSET) {
            long byteAt = Long.parseLong(fault.which()) - frame.position();
            return byteAt + (fault.place() == Place.AFTER ? 1 : 0);
        }
        return switch (fault.kind()) {
            case TRUNCATE -> Math.max(0, frame.length() - fault.number(0));
            case SLOW_DRIP, BIT_FLIP -> 0;
            default -> fault.offset(frame.length());
        };
    }

    private void effect() {
        switch (fault.kind()) {
            case CLOSE -> actions.add(new ProxyAction.End(Ending.CLOSE, Ending.CLOSE));
            case RESET -> actions.add(new ProxyAction.End(Ending.RESET, Ending.RESET));
            case HALF_OPEN -> actions.add(new ProxyAction.Mute(muted()));
            case BLACK_HOLE -> blackHole();
            case DELAY -> actions.add(new ProxyAction.Pause(jittered()));
            case THROTTLE -> actions.add(new ProxyAction.Throttle(fault.number(0)));
            case SPLIT -> actions.add(new ProxyAction.Pause(fault.time(0)));
            case SLOW_DRIP -> actions.add(new ProxyAction.Drip(fault.number(0), fault.time(1), frame.length()));
            case BIT_FLIP -> flip();
            case TRUNCATE -> actions.add(new ProxyAction.Drop(Math.min(frame.length(), fault.number(0))));
            case COALESCE -> actions.add(new ProxyAction.Gather(fault.number(0), fault.time(1)));
            case DUPLICATE -> duplicate();
            case LOST -> lose();
            case LATE -> late();
            case ERROR -> error();
        }
    }

    private Direction muted() {
        return switch (fault.argument(0)) {
            case "to-server" -> Direction.TO_SERVER;
            case "to-client" -> Direction.TO_CLIENT;
            default -> frame.direction();
        };
    }

    private void blackHole() {
        Direction other = frame.direction() == Direction.TO_SERVER ? Direction.TO_CLIENT : Direction.TO_SERVER;
        actions.add(new ProxyAction.Mute(other));
        actions.add(new ProxyAction.Mute(frame.direction()));
        if (!fault.argument(0).equals("never")) {
            actions.add(new ProxyAction.Pause(fault.time(0)));
            actions.add(new ProxyAction.End(Ending.RESET, Ending.RESET));
        }
    }

    private Duration jittered() {
        long jitter = fault.time(1).toNanos();
        long nanos = fault.time(0).toNanos() + (jitter == 0 ? 0 : random.nextLong(-jitter, jitter + 1));
        return Duration.ofNanos(Math.max(0, nanos));
    }

    private void flip() {
        boolean oneByte = fault.boundary().filter() == Boundary.Filter.OFFSET;
        long first = oneByte || frame.length() <= frame.shape().header()
                ? 0
                : frame.shape().header();
        long bits = 8 * (oneByte ? 1 : frame.length() - first);
        TreeSet<Long> chosen = new TreeSet<>();
        while (chosen.size() < Math.min(bits, fault.number(0))) {
            chosen.add(8 * first + random.nextLong(bits));
        }
        long passed = 0;
        while (!chosen.isEmpty()) {
            long at = chosen.first() / 8;
            int mask = 0;
            while (!chosen.isEmpty() && chosen.first() / 8 == at) {
                mask |= 1 << (chosen.pollFirst() % 8);
            }
            if (at > passed) {
                actions.add(new ProxyAction.Pass(at - passed));
            }
            actions.add(new ProxyAction.Flip(mask));
            passed = at + 1;
        }
    }

    private void duplicate() {
        if (fault.boundary().filter() == Boundary.Filter.OFFSET) {
            byte twice = frame.start().at((int) offset());
            actions.add(new ProxyAction.Inject(Bytes.of(new byte[] {twice})));
        } else {
            actions.add(new ProxyAction.Inject(frame.start()));
            session.conversation().hear(frame.direction(), frame.shape(), frame.type());
        }
    }

    private void lose() {
        boolean oneByte = fault.boundary().filter() == Boundary.Filter.OFFSET;
        actions.add(new ProxyAction.Drop(oneByte ? 1 : frame.length()));
        if (fault.boundary() == Boundary.CANCEL) {
            actions.add(new ProxyAction.End(Ending.CLOSE, Ending.CLOSE));
        } else if (frame.direction() == Direction.TO_SERVER) {
            session.conversation().unheard(frame.type());
        }
    }

    private void late() {
        if (session.waitForQuery(frame.start().buffer().getInt(8), fault.number(0))) {
            actions.add(new ProxyAction.Hold());
            actions.add(new ProxyAction.Pause(AFTER_THE_QUERY)); // else it might overtake the query in the server
        }
    }

    private void error() {
        String state = fault.argument(0);
        boolean fatal = fatal(state);
        Bytes error = Messages.error(fatal ? "FATAL" : "ERROR", state);
        if (frame.direction() == Direction.TO_SERVER) {
            answer(error, fatal);
        } else {
            tell(error, fatal);
        }
    }

    private boolean fatal(String state) {
        if (Faults.fatalOnly(fault.boundary())) {
            return true;
        }
        return switch (fault.argument(1)) {
            case "fatal" -> true;
            case "error" -> false;
            default -> FATAL_CLASSES.stream().anyMatch(state::startsWith);
        };
    }

    /** The client's message doesn't reach the server. */
    private void answer(Bytes error, boolean fatal) {
        ProxyAction drop = new ProxyAction.Drop(frame.length());
        Pretence pretence = session.pretence();
        long batch = session.conversation().batches();
        if (fatal) {
            actions.add(drop);
            actions.add(new ProxyAction.Opposite(
                    List.of(new ProxyAction.Inject(error), new ProxyAction.End(Ending.CLOSE, Ending.CLOSE))));
            actions.add(new ProxyAction.Hold());
            return;
        }
        switch (fault.boundary()) {
            case SYNC -> pretence.failBatch(error, batch, false);
            case QUERY -> {
                actions.add(drop);
                actions.add(new ProxyAction.Inject(Messages.SYNC)); // answered by ReadyForQuery alone
                pretence.failBatch(error, batch, false);
            }
            case COPY_IN_DATA, COPY_IN_DONE -> {
                actions.add(drop);
                actions.add(new ProxyAction.Inject(Messages.COPY_FAIL));
                pretence.substitute(error);
            }
            default -> {
                actions.add(drop);
                pretence.failBatch(error, batch + 1, true);
            }
        }
    }

    /** The server's message doesn't reach the client. */
    private void tell(Bytes error, boolean fatal) {
        actions.add(new ProxyAction.Inject(error));
        if (fatal) {
            actions.add(new ProxyAction.End(Ending.CLOSE, Ending.CLOSE));
            return;
        }
        actions.add(new ProxyAction.Drop(frame.length()));
        if (fault.boundary() == Boundary.COPY_IN_RESPONSE) { // else the server would wait for data
            actions.add(new ProxyAction.Opposite(List.of(new ProxyAction.Inject(Messages.COPY_FAIL))));
        }
        if (fault.boundary() != Boundary.ERROR_RESPONSE) {
            session.pretence().cutAnswer();
        }
    }
}
