package dev.holdfast.coupons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, there is one right status, and it is never 500. */
class InputTest {
    private static Service service;

    @BeforeAll
    static void start() throws SQLException {
        service = Service.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Names that are right, however they look; each is found, and comes back as it is. */
    static Stream<String> names() {
        return Stream.of(
                "n".repeat(255),
                "\u00e9".repeat(255),
                "\uD83C\uDF9F".repeat(255),
                "'; DROP TABLE coupons; --",
                "' OR '1'='1",
                "1; DELETE FROM claims WHERE 't' = 't'",
                "' UNION SELECT * FROM claims --",
                "admin'--",
                "\" or \"\"=\"",
                "$$; drop table claims; $$",
                "%27%20OR%201=1",
                "\\'; select pg_sleep(10) --",
                "(select version())",
                "a b",
                " a ",
                "a\tb\nc",
                "a/b",
                "../../etc/passwd",
                "a%b",
                "a+b",
                "a?b=c#d",
                "a&b",
                "<script>alert(1)</script>",
                "{\"json\": 1}",
                "\\u0000",
                "\u65e5\u672c\u8a9e",
                "\u0645\u0631\u062d\u0628\u0627",
                "e\u0301",
                "\u200b\u202e",
                "claim",
                ".",
                "null");
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameIsKeptAsItIs(String name) throws Exception {
        assertThat(service.create(name, 1).statusCode()).isEqualTo(201);
        HttpResponse<String> found = service.find(name);
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(Service.JSON.readTree(found.body()).path("name").textValue()).isEqualTo(name);
        assertThat(service.claim(name, name).statusCode()).isEqualTo(200);
        JsonNode claimed = Service.JSON.readTree(service.find(name).body());
        assertThat(claimed.path("claimed_by").path(0).textValue()).isEqualTo(name);
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments("missing name", "{\"amount\":1}"),
                arguments("missing amount", "{\"name\":\"x\"}"),
                arguments("empty name", "{\"name\":\"\",\"amount\":1}"),
                arguments("blank name", "{\"name\":\" \\t\",\"amount\":1}"),
                arguments("null name", "{\"name\":null,\"amount\":1}"),
                arguments("a number for a name", "{\"name\":5,\"amount\":1}"),
                arguments("an array for a name", "{\"name\":[\"x\"],\"amount\":1}"),
                arguments("256", "{\"name\":\"" + "n".repeat(256) + "\",\"amount\":1}"),
                arguments("1000", "{\"name\":\"" + "n".repeat(1_000) + "\",\"amount\":1}"),
                arguments("10000", "{\"name\":\"" + "n".repeat(10_000) + "\",\"amount\":1}"),
                arguments("NUL", "{\"name\":\"a\\u0000b\",\"amount\":1}"),
                arguments("half a pair", "{\"name\":\"a\\ud83c\",\"amount\":1}"),
                arguments("amount 0", "{\"name\":\"x\",\"amount\":0}"),
                arguments("amount -1", "{\"name\":\"x\",\"amount\":-1}"),
                arguments("amount -100", "{\"name\":\"x\",\"amount\":-100}"),
                arguments("amount 1.5", "{\"name\":\"x\",\"amount\":1.5}"),
                arguments("amount 1.0", "{\"name\":\"x\",\"amount\":1.0}"),
                arguments("amount \"100\"", "{\"name\":\"x\",\"amount\":\"100\"}"),
                arguments("amount null", "{\"name\":\"x\",\"amount\":null}"),
                arguments("amount true", "{\"name\":\"x\",\"amount\":true}"),
                arguments("amount 2^31", "{\"name\":\"x\",\"amount\":2147483648}"),
                arguments("amount 2^63", "{\"name\":\"x\",\"amount\":9223372036854775808}"),
                arguments("amount 1e29", "{\"name\":\"x\",\"amount\":1e29}"),
                arguments("amount 10^2000", "{\"name\":\"x\",\"amount\":1" + "0".repeat(2_000) + "}"),
                arguments("nothing", ""),
                arguments("blank", "  "),
                arguments("a brace", "{"),
                arguments("not closed", "{\"name\":\"x\",\"amount\":1"),
                arguments("no quotes", "{name:\"x\",amount:1}"),
                arguments("single quotes", "{'name':'x','amount':1}"),
                arguments("a comma too many", "{\"name\":\"x\",\"amount\":1,}"),
                arguments("a comment", "{\"name\":\"x\",\"amount\":1}//"),
                arguments("two objects", "{\"name\":\"x\",\"amount\":1}{}"),
                arguments("twice the same", "{\"name\":\"x\",\"name\":\"y\",\"amount\":1}"),
                arguments("NaN", "{\"name\":\"x\",\"amount\":NaN}"),
                arguments("a leading zero", "{\"name\":\"x\",\"amount\":01}"),
                arguments("a bare line feed", "{\"name\":\"x\ny\",\"amount\":1}"),
                arguments("text", "name=x&amount=1"),
                arguments("xml", "<name>x</name>"),
                arguments("null", "null"),
                arguments("an array", "[{\"name\":\"x\",\"amount\":1}]"),
                arguments("a string", "\"x\""),
                arguments("a byte order mark", "\ufeff{\"name\":\"x\",\"amount\":1}"),
                arguments("an object for a name", "{\"name\":{\"$ne\":null},\"amount\":1}"),
                arguments("100000 levels", "[".repeat(100_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void whatIsNotACouponIsRefused(String what, String body) throws Exception {
        HttpResponse<String> answer = service.create(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Service.problem(answer)).isEqualTo("invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"coupon_name\":\"x\"}",
                "{\"user_id\":\"x\"}",
                "{\"user_id\":\"\",\"coupon_name\":\"x\"}",
                "{\"user_id\":7,\"coupon_name\":\"x\"}",
                "{\"user_id\":\"a\\u0000\",\"coupon_name\":\"x\"}",
                "{\"user_id\":\"a\",\"coupon_name\":\"\\u0000\"}",
                "{}",
                ""
            })
    void whatIsNotAClaimIsRefused(String body) throws Exception {
        HttpResponse<String> answer = service.send(service.posting("/api/coupons/claim", body));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Service.problem(answer)).isEqualTo("invalid");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, Integer.MAX_VALUE})
    void anAmountIsWhatAnIntegerHolds(int amount) throws Exception {
        String name = "amount-" + amount;
        assertThat(service.create(name, amount).statusCode()).isEqualTo(201);
        assertThat(service.remaining(name)).isEqualTo(amount);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 100})
    void whatNobodyAsksForIsNotLookedAt(int levels) throws Exception {
        String nested = "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
        assertThat(service.create("{\"name\":\"nested-" + levels + "\",\"amount\":1,\"more\":" + nested + "}")
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 500_000})
    void aLargeBodyIsReadIfItIsRight(int padding) throws Exception {
        String body = "{\"name\":\"large-" + padding + "\",\"amount\":1,\"more\":\"" + "x".repeat(padding) + "\"}";
        assertThat(service.create(body).statusCode()).isEqualTo(201);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndTheConnectionGoesOn() throws Exception {
        HttpResponse<String> answer = service.create("{\"name\":\"" + "x".repeat(5_000_000) + "\",\"amount\":1}");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(Service.problem(answer)).isEqualTo("too-large");
        assertThat(service.get("/health").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "json"
            })
    void whatDoesNotSayThatItIsJsonIsRefused(String type) throws Exception {
        HttpResponse<String> answer = service.send(service.to("/api/coupons")
                .header("content-type", type)
                .POST(BodyPublishers.ofString("{\"name\":\"typed\",\"amount\":1}")));
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(Service.problem(answer)).isEqualTo("not-json");
    }

    @Test
    void jsonMayNameItsEncoding() throws Exception {
        HttpResponse<String> answer = service.send(service.to("/api/coupons")
                .header("content-type", "Application/JSON; charset=utf-8")
                .POST(BodyPublishers.ofString("{\"name\":\"encoded\",\"amount\":1}")));
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    @Test
    void whatIsNotUtf8IsRefused() throws Exception {
        byte[] latin = "{\"name\":\"caf\u00e9\",\"amount\":1}".getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<String> answer = service.send(service.to("/api/coupons")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(latin)));
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 1_000, 5_000})
    void aNameThatNobodyCanHaveIsNotFound(int length) throws Exception {
        assertThat(service.find("n".repeat(length)).statusCode()).isEqualTo(404);
    }

    @Test
    void aPathThatIsTooLongIsRefused() throws Exception {
        HttpResponse<String> answer = service.find("n".repeat(20_000));
        assertThat(answer.statusCode()).isEqualTo(414);
        assertThat(Service.problem(answer)).isEqualTo("too-long");
    }

    @Test
    void headersThatAreTooLongAreRefused() throws Exception {
        HttpResponse<String> answer = service.send(service.to("/health").header("x-long", "x".repeat(20_000)));
        assertThat(answer.statusCode()).isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%00b", "%C3%28", "%ff", "%ED%A0%80"})
    void aPathThatIsNoTextIsRefused(String segment) throws Exception {
        assertThat(service.get("/api/coupons/" + segment).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/coupons/%zz HTTP/1.1\r\nhost: x\r\n\r\n",
                "GET /api/coupons/% HTTP/1.1\r\nhost: x\r\n\r\n",
                "HELLO\r\n\r\n"
            })
    void whatNoClientWouldSendIsRefused(String bytes) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.coupons.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).matches("HTTP/1.[01] 400");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void whatIsNoKeyIsRefused(String key) throws Exception {
        service.create("keys", 10);
        assertThat(service.claim(key, "ann", "keys").statusCode()).isEqualTo(400);
        assertThat(service.claim("k".repeat(256), "ann", "keys").statusCode()).isEqualTo(400);
        assertThat(service.claims("keys")).isZero();
    }
}
