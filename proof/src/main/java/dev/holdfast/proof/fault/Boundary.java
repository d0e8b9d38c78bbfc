package dev.holdfast.proof.fault;

import dev.holdfast.wire.Direction;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is being said when a fault strikes: one kind of message, or one byte. */
public enum Boundary {
    STARTUP(Direction.TO_SERVER, 0, Filter.NONE, "the client's StartupMessage"),
    CANCEL(Direction.TO_SERVER, 0, Filter.NONE, "a CancelRequest, which has a connection of its own"),
    PASSWORD(Direction.TO_SERVER, 'p', Filter.NONE, "the client's password, or its answer to SASL"),
    QUERY(Direction.TO_SERVER, 'Q', Filter.SQL, "a simple query whose text begins with the words given"),
    PARSE(Direction.TO_SERVER, 'P', Filter.SQL, "a Parse whose text begins with the words given"),
    BIND(Direction.TO_SERVER, 'B', Filter.SQL, "a Bind of a statement whose text begins with the words given"),
    DESCRIBE(Direction.TO_SERVER, 'D', Filter.SQL, "a Describe of a statement or portal; words as for bind"),
    EXECUTE(
            Direction.TO_SERVER,
            'E',
            Filter.SQL,
            "an Execute of a portal, also of a prepared statement's; words as for bind"),
    SYNC(Direction.TO_SERVER, 'S', Filter.NONE, "a Sync"),
    COPY_IN_DATA(Direction.TO_SERVER, 'd', Filter.COUNT, "a CopyData from the client, or the one with that number"),
    COPY_IN_DONE(Direction.TO_SERVER, 'c', Filter.NONE, "the client's CopyDone"),
    COPY_FAIL(Direction.TO_SERVER, 'f', Filter.NONE, "the client's CopyFail"),
    TERMINATE(Direction.TO_SERVER, 'X', Filter.NONE, "the client's goodbye"),
    BYTE_TO_SERVER(
            Direction.TO_SERVER, 0, Filter.OFFSET, "the byte with that number, from 0, of all that the client sends"),
    SSL_REPLY(
            Direction.TO_CLIENT, 0, Filter.NONE, "the one byte with which the server answers a request for encryption"),
    AUTHENTICATION(Direction.TO_CLIENT, 'R', Filter.NONE, "any authentication message of the server"),
    PARAMETER_STATUS(Direction.TO_CLIENT, 'S', Filter.TEXT, "a ParameterStatus, or the one of that name"),
    BACKEND_KEY(Direction.TO_CLIENT, 'K', Filter.NONE, "the key for cancelling"),
    FIRST_READY(Direction.TO_CLIENT, 'Z', Filter.NONE, "the ReadyForQuery that ends the login"),
    PARSE_COMPLETE(Direction.TO_CLIENT, '1', Filter.NONE, "a ParseComplete"),
    BIND_COMPLETE(Direction.TO_CLIENT, '2', Filter.NONE, "a BindComplete"),
    ROW_DESCRIPTION(Direction.TO_CLIENT, 'T', Filter.NONE, "a RowDescription"),
    DATA_ROW(Direction.TO_CLIENT, 'D', Filter.COUNT, "a row, or the one with that number in its result"),
    COMMAND_COMPLETE(Direction.TO_CLIENT, 'C', Filter.TEXT, "a CommandComplete whose tag begins with the words given"),
    READY_FOR_QUERY(
            Direction.TO_CLIENT, 'Z', Filter.TEXT, "a ReadyForQuery after the first, or one with status I, T or E"),
    ERROR_RESPONSE(Direction.TO_CLIENT, 'E', Filter.TEXT, "an error of the server, or one with that SQLSTATE"),
    NOTICE(Direction.TO_CLIENT, 'N', Filter.NONE, "a notice"),
    NOTIFICATION(Direction.TO_CLIENT, 'A', Filter.TEXT, "what NOTIFY sent, or what it sent on that channel"),
    COPY_IN_RESPONSE(Direction.TO_CLIENT, 'G', Filter.NONE, "the server's invitation to send COPY's data"),
    COPY_OUT_DATA(Direction.TO_CLIENT, 'd', Filter.COUNT, "a CopyData from the server, or the one with that number"),
    COPY_OUT_DONE(Direction.TO_CLIENT, 'c', Filter.NONE, "the server's CopyDone"),
    BYTE_TO_CLIENT(
            Direction.TO_CLIENT, 0, Filter.OFFSET, "the byte with that number, from 0, of all that the server sends");

    /** What stands in parentheses behind a boundary. */
    public enum Filter {
        /** Nothing. */
        NONE,
        /** Optional: how the SQL begins. */
        SQL,
        /** Optional: words. */
        TEXT,
        /** Optional: which one, from 1, since the result or the COPY began. */
        COUNT,
        /** Required: which one, from 0. */
        OFFSET
    }

    private final Direction direction;
    private final char type;
    private final Filter filter;
    private final String sentence;

    Boundary(Direction direction, int type, Filter filter, String sentence) {
        this.direction = direction;
        this.type = (char) type;
        this.filter = filter;
        this.sentence = sentence;
    }

    /** As it is written in a fault, for example {@code command-complete}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Direction direction() {
        return direction;
    }

    /** Whether the client sends it. */
    public boolean toServer() {
        return direction == Direction.TO_SERVER;
    }

    /** The type byte of its message; 0 if it has none. */
    char type() {
        return type;
    }

    public Filter filter() {
        return filter;
    }

    /** What it is. */
    public String sentence() {
        return sentence;
    }

    /** Whether it is a message with a type byte, as all are between the StartupMessage and the end. */
    boolean typed() {
        return type != 0;
    }

    static Optional<Boundary> of(String text) {
        return Arrays.stream(values()).filter(b -> b.text().equals(text)).findFirst();
    }
}
