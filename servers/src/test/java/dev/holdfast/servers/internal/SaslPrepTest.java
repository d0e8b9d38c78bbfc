package dev.holdfast.servers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Held against the server: what it keeps of a password shows how it prepared it. */
class SaslPrepTest {
    private static final Pattern KEPT = Pattern.compile("SCRAM-SHA-256\\$(\\d+):(.+)\\$(.+):(.+)");
    private static final Pattern RANGE = Pattern.compile("\\b([0-9A-F]+)(?:-([0-9A-F]+))?\\b");

    private static String prepare(String password) {
        return new String(SaslPrep.prepare(password.toCharArray()));
    }

    @Test
    void theExamplesOfTheRfc() {
        assertThat(prepare("I\u00ADX")).isEqualTo("IX");
        assertThat(prepare("user")).isEqualTo("user");
        assertThat(prepare("USER")).isEqualTo("USER");
        assertThat(prepare("\u00AA")).isEqualTo("a");
        assertThat(prepare("\u2168")).isEqualTo("IX");
    }

    @Test
    void whatTheRfcRefusesIsTakenAsItIs() {
        assertThat(prepare("\u0007")).isEqualTo("\u0007");
        assertThat(prepare("\u06271")).isEqualTo("\u06271");
        assertThat(prepare("\u00AD")).isEqualTo("\u00AD");
        assertThat(prepare("\u2168\uD800")).isEqualTo("\u2168\uD800");
        assertThat(prepare("\u2168\u0221")).isEqualTo("\u2168\u0221");
    }

    @Test
    void whatWasGivenIsLeftToTheCaller() {
        char[] ascii = "pencil".toCharArray();
        assertThat(SaslPrep.prepare(ascii)).isNotSameAs(ascii).containsExactly(ascii);
        char[] refused = "\u2168\u0221".toCharArray();
        assertThat(SaslPrep.prepare(refused)).isNotSameAs(refused);
    }

    @Test
    void theServerPreparesThemAlike() throws Exception {
        List<String> passwords = new ArrayList<>();
        List<Integer> points = edges();
        points.forEach(point -> passwords.add(text(point)));
        points.forEach(point -> passwords.add(text('x', point)));
        points.forEach(point -> passwords.add(text(0x627, point, 0x2168, 0x628)));
        Random random = new Random(42);
        for (int i = 0; i < (Boolean.getBoolean("holdfast.long") ? 200_000 : 2_000); i++) {
            passwords.add(text(IntStream.range(0, 1 + random.nextInt(6))
                    .map(each -> points.get(random.nextInt(points.size())))
                    .toArray()));
        }
        assertThat(passwords).hasSizeGreaterThan(6_000);
        assertThat(different(passwords)).isEmpty();
    }

    /** The code points on both sides of where a range of a table begins or ends; a database can't hold surrogates or NUL. */
    private static List<Integer> edges() throws IOException {
        Collection<Integer> edges = new TreeSet<>();
        try (InputStream in = SaslPrep.class.getResourceAsStream("saslprep.txt")) {
            String tables = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^(#.*|\\w+:)$", "");
            Matcher range = RANGE.matcher(tables);
            while (range.find()) {
                int first = Integer.parseInt(range.group(1), 16);
                int last = range.group(2) == null ? first : Integer.parseInt(range.group(2), 16);
                edges.addAll(List.of(first - 1, first, last, last + 1));
            }
        }
        return edges.stream()
                .filter(Character::isValidCodePoint)
                .filter(point -> point > 0 && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE))
                .toList();
    }

    private static String text(int... points) {
        return new String(points, 0, points.length);
    }

    private static List<String> different(List<String> passwords) throws Exception {
        List<String> different = new ArrayList<>();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET standard_conforming_strings = on");
            statement.execute("CREATE ROLE somebody");
            for (String password : passwords) {
                if (!isKeptAs(kept(statement, password), prepare(password))) {
                    different.add(password.codePoints()
                            .mapToObj(Integer::toHexString)
                            .toList()
                            .toString());
                }
            }
        }
        return different;
    }

    private static Matcher kept(Statement statement, String password) throws SQLException {
        statement.execute("ALTER ROLE somebody PASSWORD '" + password.replace("'", "''") + "'");
        try (ResultSet row = statement.executeQuery("SELECT rolpassword FROM pg_authid WHERE rolname = 'somebody'")) {
            row.next();
            Matcher kept = KEPT.matcher(row.getString(1));
            assertThat(kept.matches()).isTrue();
            return kept;
        }
    }

    private static boolean isKeptAs(Matcher kept, String prepared) throws GeneralSecurityException {
        Base64.Decoder base64 = Base64.getDecoder();
        ScramKeys keys =
                ScramKeys.of(prepared.toCharArray(), base64.decode(kept.group(2)), Integer.parseInt(kept.group(1)));
        return Arrays.equals(keys.stored(), base64.decode(kept.group(3)));
    }
}
