package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.InvalidOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static final Map<String, String> NONE = Map.of();

    @Test
    void jdbcUrlIsReadAndItsSecretsAreTakenOut() {
        Target target = Target.parse(
                "jdbc:postgresql://db.example:6543/shop?user=anna&password=s%26cret%2B&sslmode=require", NONE);
        assertThat(target.host()).isEqualTo("db.example");
        assertThat(target.port()).isEqualTo(6543);
        assertThat(target.user()).isEqualTo("anna");
        assertThat(target.password().<String>use(String::new)).isEqualTo("s&cret+");
        assertThat(target.jdbcUrl("my db")).isEqualTo("jdbc:postgresql://db.example:6543/my%20db?sslmode=require");
        assertThat(target.toString()).isEqualTo("jdbc:postgresql://db.example:6543/shop?sslmode=require");
    }

    @Test
    void libpqUrlIsReadToo() {
        Target target = Target.parse("postgresql://anna:pa%3Ass@[::1]:6543/shop", NONE);
        assertThat(target.host()).isEqualTo("[::1]");
        assertThat(target.user()).isEqualTo("anna");
        assertThat(target.password().<String>use(String::new)).isEqualTo("pa:ss");
        assertThat(target.database()).isEqualTo("shop");
        assertThat(target.toString()).doesNotContain("pa:ss").doesNotContain("anna");
    }

    @Test
    void whatTheUrlLeavesOutComesFromTheEnvironment() {
        Map<String, String> environment = Map.of(
                "PGHOST",
                "h",
                "PGPORT",
                "1234",
                "PGDATABASE",
                "d",
                "PGUSER",
                "u",
                "PGPASSWORD",
                "p",
                "PGSSLMODE",
                "verify-full");
        for (String url : List.of("jdbc:postgresql:", "postgresql://", "jdbc:postgresql:///", "postgres:")) {
            Target target = Target.parse(url, environment);
            assertThat(target.toString()).as(url).isEqualTo("jdbc:postgresql://h:1234/d?sslmode=verify-full");
            assertThat(target.user()).isEqualTo("u");
        }
        Target target = Target.parse("postgresql://anna@other/shop?sslmode=disable", environment);
        assertThat(target.toString()).isEqualTo("jdbc:postgresql://other:1234/shop?sslmode=disable");
        assertThat(target.user()).isEqualTo("anna");
        assertThat(Target.parse("jdbc:postgresql:shop", NONE).toString())
                .isEqualTo("jdbc:postgresql://localhost:5432/shop");
        assertThat(Target.parse("postgresql://localhost?user=anna", NONE).database())
                .isEqualTo("anna");
    }

    @Test
    void unreadableUrlsAreRefusedWithoutRepeatingTheirPasswords() {
        for (String url : List.of(
                "mysql://anna:s3cret@h/d",
                "jdbc:postgresql://a:1,b:2/d?password=s3cret",
                "postgresql://anna:s3cret@h:port/d",
                "postgresql://anna:s3cret@h:70000/d",
                "postgresql://h/d?s3cret",
                "")) {
            assertThatThrownBy(() -> Target.parse(url, NONE))
                    .as(url)
                    .isInstanceOf(InvalidOption.class)
                    .hasMessageNotContaining("s3cret");
        }
    }
}
