package dev.holdfast.servers.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.Secret;
import dev.holdfast.core.SqlState;
import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Frontend;
import dev.holdfast.wire.MalformedFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.MD5Digest;

/** From a new connection to the first ReadyForQuery: protocol 3.0, all passwords that PostgreSQL knows. */
public final class Login {
    /** PostgreSQL's own default for authentication_timeout. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String NOT_CONNECTED = "08001";
    private static final String NOT_AUTHORIZED = "28000";

    private final Link link;
    private final String user;
    private final Secret password;
    private final Deadline deadline = Deadline.in(PATIENCE);
    private final Map<String, Bytes> parameters = new HashMap<>();
    private Backend.@Nullable BackendKeyData key;
    private @Nullable Scram scram;

    private Login(Link link, String user, Secret password) {
        this.link = link;
        this.user = user;
        this.password = password;
    }

    /**
     * Connects and logs in.
     *
     * @param parameters of the StartupMessage, after {@code user} and {@code database}
     * @throws SQLException with the server's SQLSTATE; 08001 if the connection failed, 28000 if the server asks for
     *     something else than a password
     */
    public static Login open(
            Endpoint endpoint, String user, Secret password, String database, Map<String, String> parameters)
            throws SQLException {
        Link link = connect(endpoint);
        try {
            Login login = new Login(link, user, password);
            login.run(database, parameters);
            return login;
        } catch (IOException e) {
            link.close();
            throw unreachable(endpoint, e);
        } catch (MalformedFrame e) {
            link.close();
            throw new SQLException(
                    endpoint + " doesn't speak PostgreSQL's protocol: " + e.getMessage(),
                    SqlState.PROTOCOL_VIOLATION.code(),
                    e);
        } catch (SQLException | RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private static Link connect(Endpoint endpoint) throws SQLException {
        try {
            return Link.open(endpoint);
        } catch (IOException e) {
            throw unreachable(endpoint, e);
        }
    }

    private static SQLException unreachable(Endpoint endpoint, IOException e) {
        return new SQLException("no connection to " + endpoint + ": " + e.getMessage(), NOT_CONNECTED, e);
    }

    private void run(String database, Map<String, String> more) throws IOException, SQLException {
        Map<Bytes, Bytes> startup = new LinkedHashMap<>();
        startup.put(Bytes.of("user"), Bytes.of(user));
        startup.put(Bytes.of("database"), Bytes.of(database));
        more.forEach((name, value) -> startup.put(Bytes.of(name), Bytes.of(value)));
        link.send(new Frontend.StartupMessage(0, startup));
        Backend message = link.next(deadline);
        while (!(message instanceof Backend.ReadyForQuery)) {
            take(message);
            message = link.next(deadline);
        }
    }

    private void take(Backend message) throws IOException, SQLException {
        switch (message) {
            case Backend.Authentication request -> authenticate(request.code(), request.data());
            case Backend.ParameterStatus status -> parameters.put(status.name().text(), status.value());
            case Backend.BackendKeyData data -> key = data;
            case Backend.ErrorResponse error -> throw exception(error);
            case Backend.NoticeResponse notice -> {}
            case Backend.NegotiateProtocolVersion version -> {}
            default -> throw new MalformedFrame(message.getClass().getSimpleName() + " in the middle of a login");
        }
    }

    /** What the server said, as JDBC has it. */
    public static SQLException exception(Backend.ErrorResponse error) {
        String message = error.field('M').map(Bytes::text).orElse("an error without a message");
        return new SQLException(message, error.field('C').map(Bytes::text).orElse(SqlState.INTERNAL_ERROR.code()));
    }

    /** Codes: PostgreSQL 18, "Message Formats", Authentication*. */
    private void authenticate(int code, Bytes data) throws IOException, SQLException {
        switch (code) {
            case 0 -> {
                if (scram != null) {
                    scram.requireProof();
                }
            }
            case 3 -> answer(withNul(password()));
            case 5 ->
                answer(withNul(MD5Digest.encode(user.getBytes(StandardCharsets.UTF_8), password(), data.toArray())));
            case 10 -> {
                requirePassword();
                scram = Scram.begin(data, password, link.certificate());
                answer(scram.first());
            }
            case 11 -> answer(scram().answer(data.text()));
            case 12 -> scram().verify(data.text());
            default ->
                throw new SQLException(
                        "the server asks for a way to log in that isn't known: " + method(code), NOT_AUTHORIZED);
        }
    }

    private Scram scram() {
        if (scram == null) {
            throw new MalformedFrame("SASL goes on that never began");
        }
        return scram;
    }

    private static String method(int code) {
        return switch (code) {
            case 2 -> "Kerberos V5";
            case 7 -> "GSSAPI";
            case 9 -> "SSPI";
            default -> "code " + code;
        };
    }

    private byte[] password() throws SQLException {
        requirePassword();
        return password.use(characters -> new String(characters).getBytes(StandardCharsets.UTF_8));
    }

    private void requirePassword() throws SQLException {
        if (password.use(characters -> characters.length == 0)) {
            throw new SQLException("the server asks for a password, and there is none", "28P01");
        }
    }

    private void answer(byte[] body) throws IOException {
        link.send(new Frontend.AuthenticationResponse(Bytes.of(body)));
    }

    private static byte[] withNul(byte[] text) {
        return Arrays.copyOf(text, text.length + 1);
    }

    public Link link() {
        return link;
    }

    /** Empty if the server gave none; it can't be asked to cancel then. */
    public Optional<Backend.BackendKeyData> key() {
        return Optional.ofNullable(key);
    }

    /** What the server reported during the login. */
    public Map<String, Bytes> parameters() {
        return Map.copyOf(parameters);
    }
}
