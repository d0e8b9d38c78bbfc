package dev.holdfast.junit.spi;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes (SHA-256, in hexadecimal) of what templates are made from. */
public final class Fingerprint {
    private Fingerprint() {}

    /**
     * Of a class file.
     *
     * @throws IOException if its class loader doesn't have it
     */
    public static String of(Class<?> type) throws IOException {
        String name = type.getName();
        String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
        try (InputStream bytes = type.getResourceAsStream(file)) {
            if (bytes == null) {
                throw new IOException("the class file of " + name + " can't be read");
            }
            return of(bytes.readAllBytes());
        }
    }

    /** Of all of {@code parts}, in order; where one ends counts. */
    public static String of(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update((part.length + ":").getBytes(java.nio.charset.StandardCharsets.UTF_8));
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
