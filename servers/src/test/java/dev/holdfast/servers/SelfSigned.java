package dev.holdfast.servers;

import dev.holdfast.servers.internal.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for one name, made by the JDK's keytool, and its key, both as PEM.
 *
 * @param certificateFile in the directory given
 */
public record SelfSigned(X509Certificate certificate, Path certificateFile, Path keyFile) {
    private static final String PASSWORD = "changeit";

    /** {@code name} as in {@code ip:127.0.0.1}. */
    public static SelfSigned make(Path directory, String name) throws IOException, GeneralSecurityException {
        return make(directory, name, "EC", "SHA384withECDSA");
    }

    /** With the key and the signature that are named. */
    public static SelfSigned make(Path directory, String name, String key, String signature)
            throws IOException, GeneralSecurityException {
        Path store = Files.createTempFile(directory, "store", ".p12");
        Files.delete(store);
        Shell.Result made = Shell.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                key,
                "-sigalg",
                signature,
                "-alias",
                "server",
                "-dname",
                "CN=holdfast test",
                "-ext",
                "san=" + name,
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        if (!made.ok()) {
            throw new IOException(made.output());
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        X509Certificate certificate = (X509Certificate) keys.getCertificate("server");
        return new SelfSigned(
                certificate,
                pem(store, "CERTIFICATE", certificate.getEncoded()),
                pem(
                        store,
                        "PRIVATE KEY",
                        keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path pem(Path store, String kind, byte[] content) throws IOException {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + kind + "-----\n";
        Path file = store.resolveSibling(store.getFileName() + "." + kind.replace(' ', '-') + ".pem");
        return Files.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Copies both into a server's data, whose owner may be another account than ours, and turns TLS on. */
    void install(Path data) throws IOException {
        install(certificateFile, data.resolve("server.crt"));
        install(keyFile, data.resolve("server.key"));
        Path settings = data.resolve("postgresql.conf");
        Files.writeString(settings, Files.readString(settings) + "\nssl = on\n");
    }

    private static void install(Path from, Path to) throws IOException {
        Files.copy(from, to);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
        Files.setOwner(to, Files.getOwner(to.getParent()));
    }
}
