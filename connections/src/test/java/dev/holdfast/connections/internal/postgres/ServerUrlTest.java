package dev.holdfast.connections.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.Credential;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Secret;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUrlTest {
    private static Properties properties(String url) {
        return ServerUrl.parse(url).properties("db", new Credential("me", Secret.of("pw"), 1), "name", "7");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://example.org:6543/db,example.org,6543",
        "jdbc:postgresql://example.org/db?a=b,example.org,5432",
        "jdbc:postgresql://example.org,example.org,5432",
        "jdbc:postgresql://example.org?a=b/c,example.org,5432",
        "jdbc:postgresql://[::1]:99/,[::1],99",
        "jdbc:postgresql:///db,localhost,5432",
        "jdbc:postgresql:db,localhost,5432"
    })
    void theServerIsWhereTheUrlSays(String url, String host, int port) {
        ServerUrl parsed = ServerUrl.parse(url);
        assertThat(parsed.server()[0].getHost()).isEqualTo(host);
        assertThat(parsed.server()[0].getPort()).isEqualTo(port);
    }

    @Test
    void propertiesAreDecodedAndPassedOn() {
        Properties all = properties("jdbc:postgresql://h/db?options=-c%20work_mem=9MB&tcpKeepAlive&sslmode=disable");
        assertThat(all)
                .containsEntry("options", "-c work_mem=9MB")
                .containsEntry("tcpKeepAlive", "")
                .containsEntry("sslmode", "disable")
                .containsEntry("assumeMinServerVersion", "15")
                .containsEntry("PGDBNAME", "db")
                .containsEntry("password", "pw");
        assertThat(properties("jdbc:postgresql://h/?assumeMinServerVersion=17"))
                .containsEntry("assumeMinServerVersion", "17");
    }

    @Test
    void everythingThatCantBeChosenIsRefusedAtOnce() {
        assertThatThrownBy(() -> ServerUrl.parse("jdbc:postgresql://one,two/db?user=u&password=hunter2&socketFactory=x"
                        + "&loginTimeout=3&ApplicationName=a&preferQueryMode=EXTENDED&readOnlyMode=always"))
                .isInstanceOfSatisfying(
                        InvalidOption.class, e -> assertThat(e.problems()).hasSize(8))
                .hasMessageContaining("one,two")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://h/db?password=hunter2",
                "postgresql://h/db",
                "jdbc:postgresql://h:port/db",
                "jdbc:postgresql://h:99999/db",
                "jdbc:postgresql://[::1/db",
                "jdbc:postgresql://h/db?a=%zz",
                ""
            })
    void whatIsNoUrlIsRefused(String url) {
        assertThatThrownBy(() -> ServerUrl.parse(url))
                .isInstanceOf(InvalidOption.class)
                .hasMessageNotContaining("hunter2");
    }
}
