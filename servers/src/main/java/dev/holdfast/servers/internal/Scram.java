package dev.holdfast.servers.internal;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.util.TlsServerEndpoint;
import dev.holdfast.core.Secret;
import dev.holdfast.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** One login by SCRAM, bound to the TLS connection if there is one and the server offers that. */
final class Scram {
    private static final String NOT_AUTHORIZED = "28000";

    private final ScramClient client;
    private boolean proven;

    private Scram(ScramClient client) {
        this.client = client;
    }

    /** {@code offer} is what the server sent: names, each ended by NUL, then another NUL. */
    static Scram begin(Bytes offer, Secret password, Optional<X509Certificate> certificate) throws SQLException {
        List<String> mechanisms = List.of(offer.text().split("\0"));
        try {
            byte[] binding =
                    certificate.isPresent() ? TlsServerEndpoint.getChannelBindingData(certificate.get()) : new byte[0];
            return new Scram(password.use(characters -> client(mechanisms, characters, binding)));
        } catch (IllegalArgumentException | CertificateEncodingException e) {
            throw new SQLException(
                    "the server asks for a way to log in that isn't known: SASL " + mechanisms, NOT_AUTHORIZED, e);
        }
    }

    /** Any name will do: the server takes that of the StartupMessage. The client wipes the characters that it gets. */
    private static ScramClient client(List<String> mechanisms, char[] password, byte[] binding) {
        ScramClient.FinalBuildStage builder = ScramClient.builder()
                .advertisedMechanisms(mechanisms)
                .username("*")
                .password(password.clone())
                .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION);
        return (binding.length == 0 ? builder : builder.channelBinding(TlsServerEndpoint.TLS_SERVER_END_POINT, binding))
                .build();
    }

    /** The mechanism's name with NUL, the length of the message, the message. */
    byte[] first() {
        byte[] name = (client.getScramMechanism().getName() + '\0').getBytes(StandardCharsets.UTF_8);
        byte[] message = client.clientFirstMessage().toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + 4 + message.length)
                .put(name)
                .putInt(message.length)
                .put(message)
                .array();
    }

    byte[] answer(String serverFirst) throws SQLException {
        try {
            client.serverFirstMessage(serverFirst);
            return client.clientFinalMessage().toString().getBytes(StandardCharsets.UTF_8);
        } catch (ScramException | IllegalArgumentException | IllegalStateException e) {
            throw failure(e);
        }
    }

    /** Whether the server knows the password too. */
    void verify(String serverFinal) throws SQLException {
        try {
            client.serverFinalMessage(serverFinal);
            proven = true;
        } catch (ScramException | IllegalArgumentException | IllegalStateException e) {
            throw failure(e);
        }
    }

    /** A server that lets us in must have proved itself first. */
    void requireProof() throws SQLException {
        if (!proven) {
            throw new SQLException("the server hasn't shown that it knows the password", NOT_AUTHORIZED);
        }
    }

    private static SQLException failure(Exception e) {
        return new SQLException("the login by SCRAM failed: " + e.getMessage(), NOT_AUTHORIZED, e);
    }
}
