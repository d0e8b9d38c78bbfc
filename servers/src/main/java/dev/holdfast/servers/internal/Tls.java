package dev.holdfast.servers.internal;

import dev.holdfast.wire.Codec;
import dev.holdfast.wire.Frontend;
import java.io.IOException;
import java.net.Socket;
import java.util.Properties;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.postgresql.core.SocketFactoryFactory;
import org.postgresql.jdbc.SslMode;
import org.postgresql.ssl.PGjdbcHostnameVerifier;
import org.postgresql.util.PSQLException;

/** Encrypts a new connection if its endpoint asks for that: with pgjdbc's trust, keys and check of the server's name. */
final class Tls {
    private Tls() {}

    /** {@code plain} itself, or TLS over it. {@code allow} means the same as {@code prefer}. */
    static Socket over(Socket plain, Endpoint endpoint) throws IOException {
        Properties properties = endpoint.properties();
        try {
            SslMode mode = SslMode.of(properties);
            return mode == SslMode.DISABLE || !accepted(plain, mode)
                    ? plain
                    : shakeHands(plain, endpoint, properties, mode);
        } catch (PSQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The answer is read as one byte, so that nothing unencrypted that came with it is taken for the server's. */
    private static boolean accepted(Socket plain, SslMode mode) throws IOException {
        plain.getOutputStream().write(Codec.encode(new Frontend.SslRequest()));
        int answer = plain.getInputStream().read();
        if (answer == 'S') {
            return true;
        }
        if (answer != 'N') {
            throw new IOException(answer < 0 ? "the server closed the connection" : "no answer to a request for TLS");
        }
        if (mode.requireEncryption()) {
            throw new IOException("the server has no TLS, but sslmode is " + mode.value);
        }
        return false;
    }

    private static Socket shakeHands(Socket plain, Endpoint endpoint, Properties properties, SslMode mode)
            throws IOException, PSQLException {
        Socket socket = SocketFactoryFactory.getSslSocketFactory(properties)
                .createSocket(plain, endpoint.host(), endpoint.port(), true);
        if (!(socket instanceof SSLSocket tls)) {
            throw new IOException("the sslfactory makes no TLS sockets");
        }
        tls.startHandshake();
        if (mode.verifyPeerName() && !PGjdbcHostnameVerifier.INSTANCE.verify(endpoint.host(), tls.getSession())) {
            throw new SSLPeerUnverifiedException("the server's certificate is not for " + endpoint.host());
        }
        return tls;
    }
}
