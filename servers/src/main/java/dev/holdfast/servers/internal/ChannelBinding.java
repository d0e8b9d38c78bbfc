package dev.holdfast.servers.internal;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code tls-server-end-point} of RFC 5929: a hash of the server's certificate, by which a login can't be passed on to
 * another server. The hash is that of the certificate's signature, or SHA-256 if that is MD5 or SHA-1.
 */
final class ChannelBinding {
    static final String NAME = "tls-server-end-point";

    private static final Set<String> WEAK = Set.of("MD5", "SHA1", "SHA-1");

    private ChannelBinding() {}

    /** Empty if the certificate's signature names no hash, as with Ed25519: RFC 5929 doesn't say what then. */
    static Optional<byte[]> of(X509Certificate certificate) throws GeneralSecurityException {
        Optional<String> hash = signatureHash(certificate);
        return hash.isEmpty()
                ? Optional.empty()
                : Optional.of(MessageDigest.getInstance(hash.get()).digest(certificate.getEncoded()));
    }

    private static Optional<String> signatureHash(X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        int with = algorithm.indexOf("WITH");
        return algorithm.equals("RSASSA-PSS")
                ? Optional.of(digest(pss(certificate)))
                : with <= 0 ? Optional.empty() : Optional.of(digest(algorithm.substring(0, with)));
    }

    private static String pss(X509Certificate certificate) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
        try {
            parameters.init(certificate.getSigAlgParams());
        } catch (IOException e) {
            throw new GeneralSecurityException("the parameters of the certificate's signature can't be read", e);
        }
        return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
    }

    /** {@code SHA512/256} is called {@code SHA-512/256} where digests are asked for; {@code SHA3-256} is not renamed. */
    private static String digest(String hash) {
        return WEAK.contains(hash) ? "SHA-256" : hash.replaceFirst("^SHA(?=\\d{3})", "SHA-");
    }
}
