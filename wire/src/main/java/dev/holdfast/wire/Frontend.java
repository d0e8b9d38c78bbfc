package dev.holdfast.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client sends. Immutable. */
public sealed interface Frontend {
    /** Asks for TLS before anything else; the server answers with one byte, {@code S} or {@code N}. */
    record SslRequest() implements Frontend {}

    /** Asks for GSSAPI encryption; the server answers with one byte, {@code G} or {@code N}. */
    record GssEncRequest() implements Frontend {}

    /**
     * The beginning of a session.
     *
     * @param minor of protocol 3: 0 or 2; a server answers others with what it has
     * @param parameters in the order sent; {@code user} is required
     */
    record StartupMessage(int minor, Map<Bytes, Bytes> parameters) implements Frontend {
        public StartupMessage {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }

    /** On a connection of its own: cancel what that backend does. A key has 4 bytes in 3.0, 4 to 256 in 3.2. */
    record CancelRequest(int processId, Bytes secretKey) implements Frontend {
        /** Without the key. */
        @Override
        public String toString() {
            return "CancelRequest[processId=" + processId + ", secretKey=********]";
        }
    }

    /**
     * One of four messages with the same type byte, {@code p}: a password, or an answer to SASL, GSSAPI or SSPI. Which
     * one it is, only what the server asked before tells.
     */
    record AuthenticationResponse(Bytes body) implements Frontend {
        /** Without the body, which may be a password. */
        @Override
        public String toString() {
            return "AuthenticationResponse[body=********]";
        }
    }

    record Query(Bytes sql) implements Frontend {
        public static Query of(String sql) {
            return new Query(Bytes.of(sql));
        }
    }

    /** Prepares a statement; parameter types are OIDs, 0 for what the server shall infer. */
    record Parse(Bytes statement, Bytes sql, List<Integer> parameterTypes) implements Frontend {
        public Parse {
            parameterTypes = List.copyOf(parameterTypes);
        }
    }

    /** Makes a portal of a statement; a null parameter is SQL's NULL. */
    record Bind(
            Bytes portal,
            Bytes statement,
            List<Short> parameterFormats,
            List<@Nullable Bytes> parameters,
            List<Short> resultFormats)
            implements Frontend {
        // Not compact: javac leaves @Nullable out of a compact constructor's parameters.
        public Bind(
                Bytes portal,
                Bytes statement,
                List<Short> parameterFormats,
                List<@Nullable Bytes> parameters,
                List<Short> resultFormats) {
            this.portal = portal;
            this.statement = statement;
            this.parameterFormats = List.copyOf(parameterFormats);
            this.parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
            this.resultFormats = List.copyOf(resultFormats);
        }
    }

    /** Asks what a statement ({@code S}) or portal ({@code P}) returns. */
    record Describe(char kind, Bytes name) implements Frontend {}

    /** Runs a portal; {@code rows} is the most to return, 0 for all. */
    record Execute(Bytes portal, int rows) implements Frontend {}

    /** Forgets a statement ({@code S}) or portal ({@code P}). */
    record Close(char kind, Bytes name) implements Frontend {}

    record Flush() implements Frontend {}

    record Sync() implements Frontend {}

    /** Calls a function by its OID; a null argument is SQL's NULL. */
    record FunctionCall(int function, List<Short> argumentFormats, List<@Nullable Bytes> arguments, short resultFormat)
            implements Frontend {
        // Not compact, as in Bind.
        public FunctionCall(
                int function, List<Short> argumentFormats, List<@Nullable Bytes> arguments, short resultFormat) {
            this.function = function;
            this.resultFormat = resultFormat;
            this.argumentFormats = List.copyOf(argumentFormats);
            this.arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
        }
    }

    record CopyData(Bytes data) implements Frontend {}

    record CopyDone() implements Frontend {}

    record CopyFail(Bytes reason) implements Frontend {}

    record Terminate() implements Frontend {}

    /** The type byte, or nothing for the messages that begin a connection. */
    default Optional<Character> type() {
        return switch (this) {
            case SslRequest m -> Optional.empty();
            case GssEncRequest m -> Optional.empty();
            case StartupMessage m -> Optional.empty();
            case CancelRequest m -> Optional.empty();
            case AuthenticationResponse m -> Optional.of('p');
            case Query m -> Optional.of('Q');
            case Parse m -> Optional.of('P');
            case Bind m -> Optional.of('B');
            case Describe m -> Optional.of('D');
            case Execute m -> Optional.of('E');
            case Close m -> Optional.of('C');
            case Flush m -> Optional.of('H');
            case Sync m -> Optional.of('S');
            case FunctionCall m -> Optional.of('F');
            case CopyData m -> Optional.of('d');
            case CopyDone m -> Optional.of('c');
            case CopyFail m -> Optional.of('f');
            case Terminate m -> Optional.of('X');
        };
    }
}
