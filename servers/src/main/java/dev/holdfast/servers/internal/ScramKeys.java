package dev.holdfast.servers.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What both sides of a login make of the password: RFC 5802, section 3, with SHA-256 as in RFC 7677. The one key proves the
 * client to the server, the other the server to the client.
 */
final class ScramKeys {
    private static final String HMAC = "HmacSHA256";
    private static final String HASH = "SHA-256";
    private static final int BITS = 256;

    private final byte[] client;
    private final byte[] server;

    private ScramKeys(byte[] client, byte[] server) {
        this.client = client;
        this.server = server;
    }

    /** {@code password} as {@link SaslPrep} leaves it; the caller wipes it. */
    static ScramKeys of(char[] password, byte[] salt, int iterations) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, BITS);
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(spec)
                .getEncoded();
        try {
            return new ScramKeys(hmac(salted, "Client Key"), hmac(salted, "Server Key"));
        } finally {
            spec.clearPassword();
            Arrays.fill(salted, (byte) 0);
        }
    }

    /** Shows the server that we know the password; {@code messages} are those that both have seen. */
    byte[] proof(String messages) throws GeneralSecurityException {
        byte[] proof = hmac(stored(), messages);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= client[i];
        }
        return proof;
    }

    /** What the server keeps in the password's stead. */
    byte[] stored() throws GeneralSecurityException {
        return MessageDigest.getInstance(HASH).digest(client);
    }

    /** Whether {@code signature} is of somebody who knows the password too. Takes the same time, wherever it differs. */
    boolean verify(byte[] signature, String messages) throws GeneralSecurityException {
        return MessageDigest.isEqual(hmac(server, messages), signature);
    }

    void wipe() {
        Arrays.fill(client, (byte) 0);
        Arrays.fill(server, (byte) 0);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
