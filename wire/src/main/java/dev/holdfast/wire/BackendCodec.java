package dev.holdfast.wire;

import java.util.ArrayList;
import java.util.List;

/** The layouts of what a server sends. */
final class BackendCodec {
    /** Name, table, column, type, size, modifier, format; the name is at least its zero byte. */
    private static final int LEAST_FIELD = 1 + 4 + 2 + 4 + 2 + 4 + 2;

    private BackendCodec() {}

    static byte[] encode(Backend message) {
        return switch (message) {
            case Backend.EncryptionReply m -> reply(m.answer());
            case Backend.Authentication m -> authentication(m);
            case Backend.BackendKeyData m -> backendKeyData(m);
            case Backend.ParameterStatus m ->
                typed('S').string(m.name()).string(m.value()).frame();
            case Backend.NegotiateProtocolVersion m -> negotiate(m);
            case Backend.ReadyForQuery m -> typed('Z').letter(m.status(), "ITE").frame();
            case Backend.RowDescription m -> rowDescription(m);
            case Backend.DataRow m -> typed('D').values(m.values()).frame();
            case Backend.CommandComplete m -> typed('C').string(m.tag()).frame();
            case Backend.EmptyQueryResponse m -> typed('I').frame();
            case Backend.ErrorResponse m -> typed('E').fields(m.fields()).frame();
            case Backend.NoticeResponse m -> typed('N').fields(m.fields()).frame();
            case Backend.NotificationResponse m -> notification(m);
            case Backend.ParseComplete m -> typed('1').frame();
            case Backend.BindComplete m -> typed('2').frame();
            case Backend.CloseComplete m -> typed('3').frame();
            case Backend.NoData m -> typed('n').frame();
            case Backend.PortalSuspended m -> typed('s').frame();
            case Backend.ParameterDescription m -> typed('t').ints(m.types()).frame();
            case Backend.FunctionCallResponse m -> typed('V').value(m.result()).frame();
            case Backend.CopyInResponse m -> copy('G', m.format(), m.columns());
            case Backend.CopyOutResponse m -> copy('H', m.format(), m.columns());
            case Backend.CopyBothResponse m -> copy('W', m.format(), m.columns());
            case Backend.CopyData m -> typed('d').bytes(m.data()).frame();
            case Backend.CopyDone m -> typed('c').frame();
        };
    }

    private static BodyWriter typed(char type) {
        return BodyWriter.typed(type);
    }

    private static byte[] reply(char answer) {
        BodyWriter.require("SGN".indexOf(answer) >= 0, "the reply is S, G or N, not " + MalformedFrame.show(answer));
        return new byte[] {(byte) answer};
    }

    private static byte[] authentication(Backend.Authentication m) {
        BodyWriter writer = BodyWriter.typed('R').int32(m.code()).bytes(m.data());
        byte[] frame = writer.frame();
        try {
            authentication(Bytes.of(frame).part(5, frame.length));
        } catch (MalformedFrame e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return frame;
    }

    private static byte[] backendKeyData(Backend.BackendKeyData m) {
        return typed('K')
                .int32(m.processId())
                .bytes(m.secretKey(), FrontendCodec.LEAST_KEY, FrontendCodec.MOST_KEY, "a key")
                .frame();
    }

    /** The documentation speaks of the minor version; servers send, and libpq wants, the major one above it too. */
    private static byte[] negotiate(Backend.NegotiateProtocolVersion m) {
        BodyWriter.require(m.minor() >= 0 && m.minor() <= 0xffff, "the protocol has no version 3." + m.minor());
        BodyWriter out = typed('v').int32(FrontendCodec.MAJOR << 16 | m.minor());
        out.int32(m.unrecognized().size());
        m.unrecognized().forEach(out::string);
        return out.frame();
    }

    private static byte[] rowDescription(Backend.RowDescription m) {
        BodyWriter out = typed('T').count(m.fields());
        m.fields().forEach(field -> field(out, field));
        return out.frame();
    }

    private static void field(BodyWriter out, Backend.Field field) {
        out.string(field.name())
                .int32(field.table())
                .int16(field.column())
                .int32(field.type())
                .int16(field.typeSize())
                .int32(field.typeModifier())
                .int16(field.format());
    }

    private static byte[] notification(Backend.NotificationResponse m) {
        return typed('A')
                .int32(m.processId())
                .string(m.channel())
                .string(m.payload())
                .frame();
    }

    private static byte[] copy(char type, byte format, List<Short> columns) {
        return typed(type).letter((char) format, "\0\1").shorts(columns).frame();
    }

    static Backend decode(Frame frame) {
        return switch (frame.kind()) {
            case REPLY -> reply(frame);
            case TYPED -> typed(frame.type(), frame.body());
            case UNTYPED -> throw new MalformedFrame("malformed frame: a server sends none without a type");
        };
    }

    private static Backend reply(Frame frame) {
        if ("SGN".indexOf(frame.type()) < 0 || !frame.body().isEmpty()) {
            throw new MalformedFrame("malformed EncryptionReply: expected the byte S, G or N alone, found "
                    + MalformedFrame.show(frame.type()) + " and " + frame.body().length() + " bytes");
        }
        return new Backend.EncryptionReply(frame.type());
    }

    private static Backend typed(char type, Bytes body) {
        return switch (type) {
            case 'R' -> authentication(body);
            case 'K' -> backendKeyData(new BodyReader("BackendKeyData", body));
            case 'S' -> parameterStatus(new BodyReader("ParameterStatus", body));
            case 'v' -> negotiate(new BodyReader("NegotiateProtocolVersion", body));
            case 'Z' -> readyForQuery(new BodyReader("ReadyForQuery", body));
            case 'T' -> rowDescription(new BodyReader("RowDescription", body));
            case 'D' -> dataRow(new BodyReader("DataRow", body));
            case 'C' -> commandComplete(new BodyReader("CommandComplete", body));
            case 'I' -> new BodyReader("EmptyQueryResponse", body).done(new Backend.EmptyQueryResponse());
            case 'E' -> errorResponse(new BodyReader("ErrorResponse", body));
            case 'N' -> noticeResponse(new BodyReader("NoticeResponse", body));
            case 'A' -> notification(new BodyReader("NotificationResponse", body));
            case '1' -> new BodyReader("ParseComplete", body).done(new Backend.ParseComplete());
            case '2' -> new BodyReader("BindComplete", body).done(new Backend.BindComplete());
            case '3' -> new BodyReader("CloseComplete", body).done(new Backend.CloseComplete());
            case 'n' -> new BodyReader("NoData", body).done(new Backend.NoData());
            case 's' -> new BodyReader("PortalSuspended", body).done(new Backend.PortalSuspended());
            case 't' -> parameterDescription(new BodyReader("ParameterDescription", body));
            case 'V' -> functionCallResponse(new BodyReader("FunctionCallResponse", body));
            case 'G' -> copyIn(new BodyReader("CopyInResponse", body));
            case 'H' -> copyOut(new BodyReader("CopyOutResponse", body));
            case 'W' -> copyBoth(new BodyReader("CopyBothResponse", body));
            case 'd' -> new Backend.CopyData(body);
            case 'c' -> new BodyReader("CopyDone", body).done(new Backend.CopyDone());
            default -> throw MalformedFrame.unknownType("server", type);
        };
    }

    private static Backend authentication(Bytes body) {
        BodyReader in = new BodyReader("Authentication", body);
        int code = in.int32("the code");
        switch (code) {
            case 0, 2, 3, 7, 9 -> {} // accepted, Kerberos V5, cleartext, GSS, SSPI
            case 5 -> in.bytes(4, "salt"); // MD5
            case 8, 11, 12 -> in.rest(); // GSS continues, SASL continues, SASL ends
            case 10 -> mechanisms(in); // SASL
            default -> throw in.malformed(0, "a code of authentication", "" + code);
        }
        return in.done(new Backend.Authentication(code, body.part(4, body.length())));
    }

    private static void mechanisms(BodyReader in) {
        Bytes name;
        do {
            name = in.string("a mechanism's name");
        } while (!name.isEmpty());
    }

    private static Backend backendKeyData(BodyReader in) {
        int processId = in.int32("the process");
        Bytes key = in.rest(FrontendCodec.LEAST_KEY, FrontendCodec.MOST_KEY, "a key");
        return new Backend.BackendKeyData(processId, key);
    }

    private static Backend parameterStatus(BodyReader in) {
        Bytes name = in.string("the name");
        return in.done(new Backend.ParameterStatus(name, in.string("the value")));
    }

    private static Backend negotiate(BodyReader in) {
        int version = in.int32("the version");
        int major = version >>> 16;
        if (major != 0 && major != FrontendCodec.MAJOR) {
            throw in.malformed(0, "a version of protocol 3", major + "." + (version & 0xffff));
        }
        int count = in.count32(1, "options");
        List<Bytes> unrecognized = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            unrecognized.add(in.string("an option"));
        }
        return in.done(new Backend.NegotiateProtocolVersion(version & 0xffff, unrecognized));
    }

    private static Backend readyForQuery(BodyReader in) {
        return in.done(new Backend.ReadyForQuery(in.letter("ITE", "the status")));
    }

    private static Backend rowDescription(BodyReader in) {
        int count = in.count16(LEAST_FIELD, "fields");
        List<Backend.Field> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fields.add(field(in));
        }
        return in.done(new Backend.RowDescription(fields));
    }

    private static Backend.Field field(BodyReader in) {
        return new Backend.Field(
                in.string("a field's name"),
                in.int32("a field's table"),
                in.int16("a field's column"),
                in.int32("a field's type"),
                in.int16("a field's type size"),
                in.int32("a field's type modifier"),
                in.int16("a field's format"));
    }

    private static Backend dataRow(BodyReader in) {
        return in.done(new Backend.DataRow(in.values("values")));
    }

    private static Backend commandComplete(BodyReader in) {
        return in.done(new Backend.CommandComplete(in.string("the tag")));
    }

    private static Backend errorResponse(BodyReader in) {
        return in.done(new Backend.ErrorResponse(in.fields()));
    }

    private static Backend noticeResponse(BodyReader in) {
        return in.done(new Backend.NoticeResponse(in.fields()));
    }

    private static Backend notification(BodyReader in) {
        int processId = in.int32("the process");
        Bytes channel = in.string("the channel");
        return in.done(new Backend.NotificationResponse(processId, channel, in.string("the payload")));
    }

    private static Backend parameterDescription(BodyReader in) {
        return in.done(new Backend.ParameterDescription(in.ints("types")));
    }

    private static Backend functionCallResponse(BodyReader in) {
        return in.done(new Backend.FunctionCallResponse(in.value("the result")));
    }

    private static Backend copyIn(BodyReader in) {
        byte format = copyFormat(in);
        return in.done(new Backend.CopyInResponse(format, in.shorts("columns")));
    }

    private static Backend copyOut(BodyReader in) {
        byte format = copyFormat(in);
        return in.done(new Backend.CopyOutResponse(format, in.shorts("columns")));
    }

    private static Backend copyBoth(BodyReader in) {
        byte format = copyFormat(in);
        return in.done(new Backend.CopyBothResponse(format, in.shorts("columns")));
    }

    private static byte copyFormat(BodyReader in) {
        byte format = in.int8("the format");
        if (format != 0 && format != 1) {
            throw in.malformed(0, "the format 0 or 1", "" + format);
        }
        return format;
    }
}
