package dev.holdfast.servers.internal;

import dev.holdfast.core.Secret;
import dev.holdfast.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One login by SCRAM-SHA-256 (RFC 5802, RFC 7677), bound to the TLS connection if there is one and the server offers that.
 * Not thread-safe.
 */
final class Scram {
    private static final String NOT_AUTHORIZED = "28000";
    private static final String PLAIN = "SCRAM-SHA-256";
    private static final String BOUND = "SCRAM-SHA-256-PLUS";

    /** Any will do: the server takes that of the StartupMessage. */
    private static final String USER = "*";

    /** PostgreSQL's own have as many. */
    private static final int NONCE_BYTES = 18;

    /** More is a server that wants to keep us busy: these take about a second. */
    private static final int MOST_ITERATIONS = 1_000_000;

    private static final Pattern SERVER_FIRST =
            Pattern.compile("r=([!-+\\--~]+),s=([A-Za-z0-9+/]+={0,2}),i=([1-9][0-9]{0,8})(?:,.*)?");
    private static final Pattern SERVER_FINAL = Pattern.compile("v=([A-Za-z0-9+/]+={0,2})(?:,.*)?");

    private final String mechanism;

    /** What binds, or says why it isn't bound: {@code n} we can't, {@code y} we could but the server doesn't offer it. */
    private final String header;

    private final byte[] binding;
    private final String user;
    private final Secret password;
    private final String nonce;

    private @Nullable ScramKeys keys;
    private String messages = "";
    private boolean proven;

    private Scram(String mechanism, String header, byte[] binding, String user, Secret password, String nonce) {
        this.mechanism = mechanism;
        this.header = header;
        this.binding = binding;
        this.user = user;
        this.password = password;
        this.nonce = nonce;
    }

    /**
     * {@code offer} is what the server sent: names, each ended by NUL, then another NUL. The password is used once, for
     * {@link #answer}.
     */
    static Scram begin(Bytes offer, Secret password, Optional<X509Certificate> certificate) throws SQLException {
        return begin(offer, USER, password, certificate, randomNonce());
    }

    /** With a name and a nonce that are known before: what an example in an RFC needs. */
    static Scram begin(Bytes offer, String user, Secret password, Optional<X509Certificate> certificate, String nonce)
            throws SQLException {
        List<String> mechanisms = List.of(offer.text().split("\0"));
        Optional<byte[]> binding = binding(certificate);
        if (binding.isPresent() && mechanisms.contains(BOUND)) {
            return new Scram(BOUND, "p=" + ChannelBinding.NAME + ",,", binding.get(), user, password, nonce);
        }
        if (!mechanisms.contains(PLAIN)) {
            throw new SQLException(
                    "the server asks for a way to log in that isn't known: SASL " + mechanisms, NOT_AUTHORIZED);
        }
        return new Scram(PLAIN, binding.isPresent() ? "y,," : "n,,", new byte[0], user, password, nonce);
    }

    private static Optional<byte[]> binding(Optional<X509Certificate> certificate) throws SQLException {
        try {
            return certificate.isEmpty() ? Optional.empty() : ChannelBinding.of(certificate.get());
        } catch (GeneralSecurityException e) {
            throw failure("the server's certificate can't be hashed: " + e.getMessage(), e);
        }
    }

    private static String randomNonce() {
        byte[] random = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(random);
        return base64(random);
    }

    /** The mechanism's name with NUL, the length of the message, the message. */
    byte[] first() {
        byte[] name = utf8(mechanism + '\0');
        byte[] message = utf8(header + bare());
        return ByteBuffer.allocate(name.length + 4 + message.length)
                .put(name)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private String bare() {
        return "n=" + user + ",r=" + nonce;
    }

    /** What proves us to the server. */
    byte[] answer(String serverFirst) throws SQLException {
        Matcher parts = SERVER_FIRST.matcher(serverFirst);
        if (!parts.matches()) {
            throw failure("the server's first message isn't one: " + serverFirst, null);
        }
        String both = parts.group(1);
        if (!both.startsWith(nonce) || both.length() == nonce.length()) {
            throw failure("the server's answer belongs to another login", null);
        }
        int iterations = Integer.parseInt(parts.group(3));
        if (iterations > MOST_ITERATIONS) {
            throw failure(
                    "the server asks for %,d iterations; at most %,d are done".formatted(iterations, MOST_ITERATIONS),
                    null);
        }
        String unproven = "c=" + base64(bound()) + ",r=" + both;
        messages = bare() + "," + serverFirst + "," + unproven;
        return utf8(unproven + ",p=" + proof(parts.group(2), iterations));
    }

    private byte[] bound() {
        byte[] head = utf8(header);
        byte[] bound = Arrays.copyOf(head, head.length + binding.length);
        System.arraycopy(binding, 0, bound, head.length, binding.length);
        return bound;
    }

    private String proof(String salt, int iterations) throws SQLException {
        char[] prepared = password.use(SaslPrep::prepare);
        try {
            keys = ScramKeys.of(prepared, Base64.getDecoder().decode(salt), iterations);
            return base64(keys.proof(messages));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw failure(String.valueOf(e.getMessage()), e);
        } finally {
            Arrays.fill(prepared, '\0');
        }
    }

    /** Whether the server knows the password too. */
    void verify(String serverFinal) throws SQLException {
        Matcher signature = SERVER_FINAL.matcher(serverFinal);
        if (keys == null || !signature.matches()) {
            throw failure("the server's last message isn't one: " + serverFinal, null);
        }
        if (!isSignedBy(keys, signature.group(1))) {
            throw failure("the server doesn't know the password", null);
        }
        keys.wipe();
        keys = null;
        proven = true;
    }

    private boolean isSignedBy(ScramKeys known, String signature) throws SQLException {
        try {
            return known.verify(Base64.getDecoder().decode(signature), messages);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw failure(String.valueOf(e.getMessage()), e);
        }
    }

    /** A server that lets us in must have proved itself first. */
    void requireProof() throws SQLException {
        if (!proven) {
            throw new SQLException("the server hasn't shown that it knows the password", NOT_AUTHORIZED);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static SQLException failure(String what, @Nullable Exception cause) {
        return new SQLException("the login by SCRAM failed: " + what, NOT_AUTHORIZED, cause);
    }
}
