package dev.holdfast.servers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.util.TlsServerEndpoint;
import dev.holdfast.core.Secret;
import dev.holdfast.servers.SelfSigned;
import dev.holdfast.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramTest {
    private static final Bytes BOTH = Bytes.of("SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0");

    private static Scram begin(Bytes offer, Optional<X509Certificate> certificate) throws SQLException {
        return Scram.begin(offer, Secret.of("Geheim"), certificate);
    }

    private static String first(Bytes offer, Optional<X509Certificate> certificate) throws SQLException {
        return new String(begin(offer, certificate).first(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void isBoundToTheCertificateIfTheServerOffersThat(@TempDir Path directory) throws Exception {
        Optional<X509Certificate> certificate =
                Optional.of(SelfSigned.make(directory, "dns:localhost").certificate());
        assertThat(first(BOTH, certificate))
                .startsWith("SCRAM-SHA-256-PLUS\0\0\0\0")
                .contains("p=tls-server-end-point,,n=");
        assertThat(first(BOTH, Optional.empty()))
                .startsWith("SCRAM-SHA-256\0\0\0\0")
                .contains("n,,n=");
        assertThat(first(Bytes.of("SCRAM-SHA-256\0\0"), certificate))
                .startsWith("SCRAM-SHA-256\0\0\0\0")
                .contains("y,,n=");
    }

    @Test
    void aServerThatAnswersNonsenseIsRefused() throws Exception {
        Scram scram = begin(BOTH, Optional.empty());
        assertThat(scram.first()).isNotEmpty();
        assertThatThrownBy(() -> scram.answer("nonsense"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
        assertThatThrownBy(() -> scram.answer("r=notours,s=QSXCR+Q6sek8bf92,i=4096"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
                .hasMessageNotContaining("Geheim");
        assertThatThrownBy(() -> scram.verify("v=AAAA")).isInstanceOf(SQLException.class);
        assertThatThrownBy(scram::requireProof).hasMessageContaining("hasn't shown");
    }

    /** RFC 7677, section 3. */
    @Test
    void theExampleOfTheRfc() throws Exception {
        String nonce = "rOprNGfwEbeRWgbNEkqO";
        Scram scram = Scram.begin(BOTH, "user", Secret.of("pencil"), Optional.empty(), nonce);
        assertThat(new String(scram.first(), StandardCharsets.UTF_8)).endsWith("n,,n=user,r=" + nonce);
        String both = nonce + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        assertThat(answer(scram, "r=" + both + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
                .isEqualTo("c=biws,r=" + both + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        scram.verify("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        scram.requireProof();
    }

    private static String answer(Scram scram, String serverFirst) throws SQLException {
        return new String(scram.answer(serverFirst), StandardCharsets.UTF_8);
    }

    @Test
    void everyMessageIsWhatAnotherClientSends(@TempDir Path directory) throws Exception {
        X509Certificate certificate =
                SelfSigned.make(directory, "dns:localhost").certificate();
        Random random = new Random(7677);
        for (int i = 0; i < 500; i++) {
            String password = password(random);
            String nonce = base64(random, 18);
            boolean tls = random.nextBoolean();
            Scram ours = Scram.begin(
                    BOTH, "*", Secret.of(password), tls ? Optional.of(certificate) : Optional.empty(), nonce);
            ScramClient theirs =
                    theirs(password, nonce, tls ? TlsServerEndpoint.getChannelBindingData(certificate) : new byte[0]);
            String mechanism = theirs.getScramMechanism().getName();
            assertThat(new String(ours.first(), StandardCharsets.UTF_8).substring(mechanism.length() + 5))
                    .isEqualTo(theirs.clientFirstMessage().toString());
            String serverFirst =
                    "r=%s%s,s=%s,i=%d".formatted(nonce, base64(random, 18), base64(random, 16), 1 + random.nextInt(9));
            theirs.serverFirstMessage(serverFirst);
            assertThat(answer(ours, serverFirst))
                    .as("password %s", password)
                    .isEqualTo(theirs.clientFinalMessage().toString());
        }
    }

    private static ScramClient theirs(String password, String nonce, byte[] binding) {
        ScramClient.FinalBuildStage builder = ScramClient.builder()
                .advertisedMechanisms(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"))
                .username("*")
                .password(password.toCharArray())
                .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION)
                .nonceSupplier(() -> nonce);
        return (binding.length == 0 ? builder : builder.channelBinding(TlsServerEndpoint.TLS_SERVER_END_POINT, binding))
                .build();
    }

    /** Of characters about which everybody agrees; {@link SaslPrepTest} has the others. */
    private static String password(Random random) {
        int[] points = "aZ0 ,='\\~\u00A0\u00AD\u00AA\u00E9\u00FC\u00DF\u2168\uFF21\u4E2D\u3042\u0434\u0301"
                .codePoints()
                .toArray();
        return random.ints(1 + random.nextInt(12), 0, points.length)
                .map(i -> points[i])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .append('!')
                .toString();
    }

    private static String base64(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "EC, SHA1withECDSA",
        "EC, SHA3-256withECDSA",
        "RSA, MD5withRSA",
        "RSA, SHA384withRSA",
        "RSA, SHA512/256withRSA"
    })
    void aCertificateIsHashedAsItsSignatureWas(String key, String signature, @TempDir Path directory) throws Exception {
        X509Certificate certificate =
                SelfSigned.make(directory, "dns:localhost", key, signature).certificate();
        assertThat(ChannelBinding.of(certificate))
                .hasValueSatisfying(hash -> assertThat(hash).isEqualTo(theirs(certificate)));
    }

    private static byte[] theirs(X509Certificate certificate) {
        try {
            return TlsServerEndpoint.getChannelBindingData(certificate);
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSignatureThatNamesItsHashApartIsReadToo(@TempDir Path directory) throws Exception {
        X509Certificate certificate =
                SelfSigned.make(directory, "dns:localhost", "RSA", "RSASSA-PSS").certificate();
        assertThat(ChannelBinding.of(certificate)).isPresent();
    }

    @Test
    void aSignatureWithoutAHashCannotBind(@TempDir Path directory) throws Exception {
        Optional<X509Certificate> certificate =
                Optional.of(SelfSigned.make(directory, "dns:localhost", "Ed25519", "Ed25519")
                        .certificate());
        assertThat(first(BOTH, certificate)).startsWith("SCRAM-SHA-256\0\0\0\0").contains("n,,n=");
        assertThatThrownBy(() -> begin(Bytes.of("SCRAM-SHA-256-PLUS\0\0"), certificate))
                .hasMessageContaining("isn't known: SASL [SCRAM-SHA-256-PLUS]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r=NONCEx,s=QSXCR+Q6sek8bf92,i=0",
                "r=NONCEx,s=QSXCR+Q6sek8bf92,i=-1",
                "r=NONCEx,s=QSXCR+Q6sek8bf92,i=1000001",
                "r=NONCEx,s=QSXCR+Q6sek8bf92,i=99999999999",
                "r=NONCEx,s=QSXCR+Q6sek8bf92",
                "r=NONCEx,s=,i=1",
                "r=NONCEx,s=Q,i=1",
                "r=NONCEx,s=Q!==,i=1",
                "r=NONCE,s=QSXCR+Q6sek8bf92,i=1",
                "r=,s=QSXCR+Q6sek8bf92,i=1",
                "m=ext,r=NONCEx,s=QSXCR+Q6sek8bf92,i=1",
                "e=other-error",
                ""
            })
    void aFirstAnswerThatIsWrongIsRefused(String serverFirst) throws Exception {
        Scram scram = Scram.begin(BOTH, "*", Secret.of("Geheim"), Optional.empty(), "NONCE");
        assertThatThrownBy(() -> scram.answer(serverFirst)).satisfies(ScramTest::isRefusal);
        assertThatThrownBy(() -> scram.verify("v=AAAA")).satisfies(ScramTest::isRefusal);
    }

    private static void isRefusal(Throwable e) {
        assertThat(e)
                .isInstanceOfSatisfying(
                        SQLException.class, sql -> assertThat(sql.getSQLState()).isEqualTo("28000"));
        assertThat(e).hasMessageStartingWith("the login by SCRAM failed: ").hasMessageNotContaining("Geheim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=AAAA", "v=A", "v=", "e=invalid-proof", "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="})
    void aServerThatDoesNotKnowThePasswordIsRefused(String serverFinal) throws Exception {
        Scram scram = Scram.begin(BOTH, "*", Secret.of("Geheim"), Optional.empty(), "NONCE");
        assertThat(answer(scram, "r=NONCEx,s=QSXCR+Q6sek8bf92,i=1")).startsWith("c=biws,r=NONCEx,p=");
        assertThatThrownBy(() -> scram.verify(serverFinal)).satisfies(ScramTest::isRefusal);
        assertThatThrownBy(scram::requireProof).hasMessageContaining("hasn't shown");
    }

    @Test
    void noTwoLoginsHaveTheSameNonce() throws Exception {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(first(BOTH, Optional.empty()));
        }
        assertThat(seen).hasSize(1000);
    }
}
