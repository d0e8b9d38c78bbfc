package dev.holdfast.proof.fault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's two messages of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding. */
final class Scram {
    private static final String NONCE = "a-nonce-of-a-test";
    private static final String BARE = "n=,r=" + NONCE;

    private Scram() {}

    static String first() {
        return "n,," + BARE;
    }

    static String last(String serverFirst, char[] password) {
        String[] parts = serverFirst.split(",", 3);
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        int rounds = Integer.parseInt(parts[2].substring(2));
        String withoutProof = "c=biws," + parts[0];
        String message = BARE + "," + serverFirst + "," + withoutProof;
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password, salt, rounds, 256))
                    .getEncoded();
            byte[] key = hmac(salted, "Client Key");
            byte[] signature = hmac(MessageDigest.getInstance("SHA-256").digest(key), message);
            byte[] proof = Arrays.copyOf(key, key.length);
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= signature[i];
            }
            return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
