package dev.holdfast.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layouts of what a client sends. */
final class FrontendCodec {
    static final int CANCEL_REQUEST = 80877102;
    static final int SSL_REQUEST = 80877103;
    static final int GSS_ENC_REQUEST = 80877104;
    static final int MAJOR = 3;
    static final int LEAST_KEY = 4;
    static final int MOST_KEY = 256;

    private FrontendCodec() {}

    static byte[] encode(Frontend message) {
        return switch (message) {
            case Frontend.SslRequest m -> untyped(SSL_REQUEST).frame();
            case Frontend.GssEncRequest m -> untyped(GSS_ENC_REQUEST).frame();
            case Frontend.StartupMessage m -> startup(m);
            case Frontend.CancelRequest m -> cancel(m);
            case Frontend.AuthenticationResponse m -> typed('p').bytes(m.body()).frame();
            case Frontend.Query m -> typed('Q').string(m.sql()).frame();
            case Frontend.Parse m -> parse(m);
            case Frontend.Bind m -> bind(m);
            case Frontend.Describe m -> named('D', m.kind(), m.name());
            case Frontend.Execute m ->
                typed('E').string(m.portal()).int32(m.rows()).frame();
            case Frontend.Close m -> named('C', m.kind(), m.name());
            case Frontend.Flush m -> typed('H').frame();
            case Frontend.Sync m -> typed('S').frame();
            case Frontend.FunctionCall m -> functionCall(m);
            case Frontend.CopyData m -> typed('d').bytes(m.data()).frame();
            case Frontend.CopyDone m -> typed('c').frame();
            case Frontend.CopyFail m -> typed('f').string(m.reason()).frame();
            case Frontend.Terminate m -> typed('X').frame();
        };
    }

    private static BodyWriter typed(char type) {
        return BodyWriter.typed(type);
    }

    private static BodyWriter untyped(int code) {
        return BodyWriter.untyped().int32(code);
    }

    private static byte[] startup(Frontend.StartupMessage m) {
        BodyWriter.require(m.minor() >= 0 && m.minor() <= 0xffff, "the protocol has no version 3." + m.minor());
        return untyped(MAJOR << 16 | m.minor()).parameters(m.parameters()).frame();
    }

    private static byte[] cancel(Frontend.CancelRequest m) {
        return untyped(CANCEL_REQUEST)
                .int32(m.processId())
                .bytes(m.secretKey(), LEAST_KEY, MOST_KEY, "a key")
                .frame();
    }

    private static byte[] parse(Frontend.Parse m) {
        return typed('P')
                .string(m.statement())
                .string(m.sql())
                .ints(m.parameterTypes())
                .frame();
    }

    private static byte[] bind(Frontend.Bind m) {
        int formats = m.parameterFormats().size();
        requireFormats(formats, m.parameters().size());
        return typed('B')
                .string(m.portal())
                .string(m.statement())
                .shorts(m.parameterFormats())
                .values(m.parameters())
                .shorts(m.resultFormats())
                .frame();
    }

    private static byte[] named(char type, char kind, Bytes name) {
        return typed(type).letter(kind, "SP").string(name).frame();
    }

    private static byte[] functionCall(Frontend.FunctionCall m) {
        requireFormats(m.argumentFormats().size(), m.arguments().size());
        return typed('F')
                .int32(m.function())
                .shorts(m.argumentFormats())
                .values(m.arguments())
                .int16(m.resultFormat())
                .frame();
    }

    private static void requireFormats(int formats, int values) {
        BodyWriter.require(
                formats(formats, values),
                "%d formats are too many or too few for %d values".formatted(formats, values));
    }

    /** None means textual for all, one is for all, else each value has its own. */
    private static boolean formats(int formats, int values) {
        return formats <= 1 || formats == values;
    }

    static Frontend decode(Frame frame) {
        return switch (frame.kind()) {
            case UNTYPED -> first(frame.body());
            case TYPED -> typed(frame.type(), frame.body());
            case REPLY -> throw new MalformedFrame("malformed frame: a client sends no reply of one byte");
        };
    }

    private static Frontend first(Bytes body) {
        BodyReader in = new BodyReader("first message", body);
        int code = in.int32("the version or request");
        return switch (code) {
            case SSL_REQUEST -> in.done(new Frontend.SslRequest());
            case GSS_ENC_REQUEST -> in.done(new Frontend.GssEncRequest());
            case CANCEL_REQUEST -> cancel(skipCode("CancelRequest", body));
            default -> {
                if (code >>> 16 != MAJOR) {
                    throw in.malformed(0, "protocol 3 or a request", (code >>> 16) + "." + (code & 0xffff));
                }
                yield startup(code & 0xffff, skipCode("StartupMessage", body));
            }
        };
    }

    private static BodyReader skipCode(String message, Bytes body) {
        BodyReader in = new BodyReader(message, body);
        in.int32("the version or request");
        return in;
    }

    private static Frontend cancel(BodyReader in) {
        int processId = in.int32("the process");
        return new Frontend.CancelRequest(processId, in.rest(LEAST_KEY, MOST_KEY, "a key"));
    }

    private static Frontend startup(int minor, BodyReader in) {
        return in.done(new Frontend.StartupMessage(minor, in.parameters()));
    }

    private static Frontend typed(char type, Bytes body) {
        return switch (type) {
            case 'p' -> new Frontend.AuthenticationResponse(body);
            case 'Q' -> query(new BodyReader("Query", body));
            case 'P' -> parse(new BodyReader("Parse", body));
            case 'B' -> bind(new BodyReader("Bind", body));
            case 'D' -> describe(new BodyReader("Describe", body));
            case 'E' -> execute(new BodyReader("Execute", body));
            case 'C' -> close(new BodyReader("Close", body));
            case 'H' -> new BodyReader("Flush", body).done(new Frontend.Flush());
            case 'S' -> new BodyReader("Sync", body).done(new Frontend.Sync());
            case 'F' -> functionCall(new BodyReader("FunctionCall", body));
            case 'd' -> new Frontend.CopyData(body);
            case 'c' -> new BodyReader("CopyDone", body).done(new Frontend.CopyDone());
            case 'f' -> copyFail(new BodyReader("CopyFail", body));
            case 'X' -> new BodyReader("Terminate", body).done(new Frontend.Terminate());
            default -> throw MalformedFrame.unknownType("client", type);
        };
    }

    private static Frontend query(BodyReader in) {
        return in.done(new Frontend.Query(in.string("the SQL")));
    }

    private static Frontend parse(BodyReader in) {
        Bytes statement = in.string("the statement's name");
        Bytes sql = in.string("the SQL");
        return in.done(new Frontend.Parse(statement, sql, in.ints("parameter types")));
    }

    private static Frontend bind(BodyReader in) {
        Bytes portal = in.string("the portal's name");
        Bytes statement = in.string("the statement's name");
        Arguments given = arguments(in);
        return in.done(
                new Frontend.Bind(portal, statement, given.formats(), given.values(), in.shorts("result formats")));
    }

    private static Frontend describe(BodyReader in) {
        char kind = in.letter("SP", "the kind");
        return in.done(new Frontend.Describe(kind, in.string("the name")));
    }

    private static Frontend execute(BodyReader in) {
        Bytes portal = in.string("the portal's name");
        return in.done(new Frontend.Execute(portal, in.int32("the most rows")));
    }

    private static Frontend close(BodyReader in) {
        char kind = in.letter("SP", "the kind");
        return in.done(new Frontend.Close(kind, in.string("the name")));
    }

    private static Frontend functionCall(BodyReader in) {
        int function = in.int32("the function");
        Arguments given = arguments(in);
        return in.done(
                new Frontend.FunctionCall(function, given.formats(), given.values(), in.int16("the result's format")));
    }

    private static Arguments arguments(BodyReader in) {
        int start = in.position();
        List<Short> formats = in.shorts("parameter formats");
        List<@Nullable Bytes> values = in.values("parameters");
        if (!formats(formats.size(), values.size())) {
            throw in.malformed(start, "no format, one, or one per parameter", formats.size() + " for " + values.size());
        }
        return new Arguments(formats, values);
    }

    private record Arguments(List<Short> formats, List<@Nullable Bytes> values) {}

    private static Frontend copyFail(BodyReader in) {
        return in.done(new Frontend.CopyFail(in.string("the reason")));
    }
}
