package dev.holdfast.junit.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

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
                throw new IOException("the class file of " + name
                        + " can't be read; a step that is a lambda or made at run time must override fingerprint()");
            }
            return of(bytes.readAllBytes());
        }
    }

    /**
     * Of files, and of all files in folders and the folders within, with their names; for what a migration tool reads.
     *
     * @throws IOException if one isn't there, or can't be read
     */
    public static String of(List<Path> files) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        for (Path file : files) {
            try (Stream<Path> all = Files.walk(file)) {
                all.filter(Files::isRegularFile).sorted().forEach(found -> add(parts, file, found));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return of(parts.toArray(byte[][]::new));
    }

    private static void add(List<byte[]> parts, Path folder, Path file) {
        try {
            parts.add(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
            parts.add(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of all of {@code parts}, in order; where one ends counts. */
    public static String of(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update((part.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
