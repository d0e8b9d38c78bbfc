package dev.holdfast.servers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.Secret;
import dev.holdfast.servers.SelfSigned;
import dev.holdfast.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
