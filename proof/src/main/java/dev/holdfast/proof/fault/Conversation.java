package dev.holdfast.proof.fault;

import dev.holdfast.servers.ProxyFrame;
import dev.holdfast.servers.ProxyFrame.Shape;
import dev.holdfast.servers.ProxyRules.Session;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Direction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What was said on one connection so far, as far as faults are named by it. Only the proxy's thread. */
final class Conversation {
    /** So much of a statement tells it from others. */
    static final int TEXT = 600;

    private static final int CANCEL = 80_877_102;
    private static final int REQUESTS = 1234; // the major number of requests that are no StartupMessage
    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();
    private String application = "";
    private int processId;
    private boolean loggedIn;
    private boolean firstReady;
    private int rows;
    private int copiedIn;
    private int copiedOut;
    private long batches;
    private long answered;

    /** How much of the next message's body {@link #see} needs. Counts the message. */
    int hear(Direction direction, Shape shape, char type) {
        if (shape != Shape.TYPED) {
            return shape == Shape.UNTYPED ? Session.MOST : Session.PASS;
        }
        return direction == Direction.TO_SERVER ? fromClient(type) : fromServer(type);
    }

    private int fromClient(char type) {
        switch (type) {
            case 'Q', 'S', 'F' -> batches++;
            case 'd' -> copiedIn++;
            default -> {}
        }
        return type == 'P' || type == 'B' || type == 'C' ? TEXT : Session.PASS;
    }

    private int fromServer(char type) {
        firstReady = false;
        switch (type) {
            case 'D' -> rows++;
            case 'T', '2', 'C' -> rows = 0;
            case 'd' -> copiedOut++;
            case 'G' -> copiedIn = 0;
            case 'H' -> copiedOut = 0;
            case 'W' -> {
                copiedIn = 0;
                copiedOut = 0;
            }
            case 'Z' -> ready();
            default -> {}
        }
        return type == 'K' || type == 'S' ? TEXT : Session.PASS;
    }

    private void ready() {
        rows = 0;
        if (loggedIn) {
            answered++;
        } else {
            loggedIn = true;
            firstReady = true;
        }
    }

    /** The client's message was not delivered after all. */
    void unheard(char type) {
        if (type == 'Q' || type == 'S' || type == 'F') {
            batches--;
        }
    }

    /** Learns from a message that {@link #hear} asked for. */
    void see(ProxyFrame frame) {
        if (frame.shape() == Shape.UNTYPED) {
            startup(frame);
        } else if (frame.shape() == Shape.TYPED && frame.direction() == Direction.TO_SERVER) {
            learn(frame.type(), strings(frame));
        } else if (frame.type() == 'S') {
            String[] parameter = strings(frame);
            application = at(parameter, 0).equals("application_name") ? at(parameter, 1) : application;
        } else if (frame.type() == 'K' && frame.start().length() >= 9) {
            processId = frame.start().buffer().getInt(5);
        }
    }

    private void learn(char type, String[] strings) {
        switch (type) {
            case 'P' -> statements.put(at(strings, 0), at(strings, 1));
            case 'B' -> portals.put(at(strings, 0), statements.getOrDefault(at(strings, 1), ""));
            case 'C' ->
                (at(strings, 0).startsWith("P") ? portals : statements)
                        .remove(at(strings, 0).isEmpty() ? "" : at(strings, 0).substring(1));
            default -> {}
        }
    }

    private void startup(ProxyFrame frame) {
        if (isStartup(frame)) {
            String[] parameters = strings(frame);
            for (int i = 0; i + 1 < parameters.length; i += 2) {
                if (parameters[i].equals("application_name")) {
                    application = parameters[i + 1];
                }
            }
        }
    }

    static boolean isStartup(ProxyFrame frame) {
        return frame.start().buffer().getInt(4) >>> 16 != REQUESTS;
    }

    static boolean isCancel(ProxyFrame frame) {
        return frame.start().buffer().getInt(4) == CANCEL;
    }

    /** The SQL that the message is about; empty if it isn't known. */
    String sql(ProxyFrame frame) {
        String[] strings = strings(frame);
        return switch (frame.type()) {
            case 'Q' -> at(strings, 0);
            case 'P' -> at(strings, 1);
            case 'B' -> statements.getOrDefault(at(strings, 1), "");
            case 'E' -> portals.getOrDefault(at(strings, 0), "");
            case 'D' -> described(at(strings, 0));
            default -> "";
        };
    }

    private String described(String kindAndName) {
        String name = kindAndName.isEmpty() ? "" : kindAndName.substring(1);
        return (kindAndName.startsWith("S") ? statements : portals).getOrDefault(name, "");
    }

    private static String at(String[] strings, int index) {
        return index < strings.length ? strings[index] : "";
    }

    /** What is between the body's zero bytes. */
    static String[] strings(ProxyFrame frame) {
        return body(frame).text(StandardCharsets.UTF_8).split("\0", -1);
    }

    static Bytes body(ProxyFrame frame) {
        byte[] start = frame.start().toArray();
        return Bytes.of(Arrays.copyOfRange(start, Math.min(frame.shape().header(), start.length), start.length));
    }

    String application() {
        return application;
    }

    int processId() {
        return processId;
    }

    /** Whether the server's message at hand ends the login. */
    boolean firstReady() {
        return firstReady;
    }

    /** The number in its result of the row at hand. */
    int row() {
        return rows;
    }

    int copiedIn() {
        return copiedIn;
    }

    int copiedOut() {
        return copiedOut;
    }

    /** How many requests the client has made that a ReadyForQuery answers. */
    long batches() {
        return batches;
    }

    /** How many of them have been answered, with the message at hand. */
    long answered() {
        return answered;
    }
}
