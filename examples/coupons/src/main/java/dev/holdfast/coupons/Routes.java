package dev.holdfast.coupons;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which request is for what, and what has to be in it. Thread-safe. */
final class Routes {
    /**
     * What came.
     *
     * @param path as it came, still percent-encoded
     * @param header one header's value by its name in lower case
     */
    record Request(String method, String path, Function<String, Optional<String>> header, ByteBuffer body) {}

    /** Does what is asked. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Call call, Request request) throws SQLException;
    }

    /**
     * One of them.
     *
     * @param path as OpenAPI writes it: what is in braces is any one segment
     */
    record Route(String method, String path, Handler handler) {
        boolean leadsTo(String given) {
            String[] ours = path.split("/", -1);
            String[] theirs = given.split("/", -1);
            boolean same = ours.length == theirs.length;
            for (int i = 0; same && i < ours.length; i++) {
                same = ours[i].startsWith("{") ? !theirs[i].isEmpty() : ours[i].equals(theirs[i]);
            }
            return same;
        }
    }

    private static final String KEY = "idempotency-key";
    private static final int LONGEST_KEY = 255;

    private final Store store;
    private final String openApi = resource("openapi.json");
    private final List<Route> all = List.of(
            new Route("GET", "/health", (call, request) -> health(call)),
            new Route("GET", "/openapi.json", (call, request) -> Answer.json(200, openApi())),
            new Route("POST", "/api/coupons", this::create),
            new Route("POST", "/api/coupons/claim", this::claim),
            new Route("GET", "/api/coupons/{name}", this::find));

    Routes(Store store) {
        this.store = store;
    }

    List<Route> all() {
        return all;
    }

    private String openApi() {
        return openApi;
    }

    Answer answer(Call call, Request request) throws SQLException {
        List<Route> there =
                all.stream().filter(route -> route.leadsTo(request.path())).toList();
        for (Route route : there) {
            if (route.method().equals(request.method())) {
                return route.handler().answer(call, request);
            }
        }
        throw there.isEmpty()
                ? Refusal.of(404, "no-such-path", "Nothing is served there.")
                : Refusal.with(Answer.problem(405, "no-such-method", "This is done by another method.")
                        .with("allow", there.stream().map(Route::method).collect(Collectors.joining(", "))));
    }

    private static Answer health(Call call) {
        return call.isHealthy()
                ? Answer.json(200, java.util.Map.of("status", "healthy"))
                : Answer.problem(503, "unhealthy", "The database doesn't answer.")
                        .with("retry-after", "1");
    }

    private Answer create(Call call, Request request) throws SQLException {
        JsonNode coupon = object(request);
        store.create(call, Json.text(coupon, "name"), Json.amount(coupon, "amount"));
        return Answer.empty(201);
    }

    private Answer find(Call call, Request request) throws SQLException {
        String name = decoded(request.path().substring(request.path().lastIndexOf('/') + 1));
        return Answer.json(200, store.find(call, name));
    }

    private Answer claim(Call call, Request request) throws SQLException {
        JsonNode claim = object(request);
        String user = Json.text(claim, "user_id");
        String coupon = Json.text(claim, "coupon_name");
        Optional<String> key = request.header().apply(KEY).map(Routes::checkedKey);
        if (key.isPresent()) {
            store.claimOnce(call, key.get(), user, coupon);
        } else {
            store.claim(call, user, coupon);
        }
        return Answer.empty(200);
    }

    private static String checkedKey(String key) {
        if (key.isBlank()
                || key.length() > LONGEST_KEY
                || !key.chars().allMatch(character -> character >= ' ' && character < 0x7F)) {
            throw Refusal.invalid("The Idempotency-Key has not from 1 to " + LONGEST_KEY + " printable characters.");
        }
        return key;
    }

    private static JsonNode object(Request request) {
        String type = request.header().apply("content-type").orElse("");
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!media.equals("application/json")) {
            throw Refusal.of(415, "not-json", "Send application/json.");
        }
        return Json.object(request.body());
    }

    /** A plus sign is one. What isn't UTF-8 is refused, not guessed. */
    private static String decoded(String segment) {
        ByteBuffer bytes = ByteBuffer.allocate(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            boolean escaped = segment.charAt(i) == '%';
            bytes.put(escaped ? octet(segment, i + 1) : (byte) segment.charAt(i));
            i += escaped ? 2 : 0;
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (!Json.isStorable(text)) {
                throw Refusal.invalid("The path has U+0000.");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw Refusal.invalid("The path is not UTF-8.");
        }
    }

    private static byte octet(String segment, int at) {
        try {
            return (byte) java.util.HexFormat.fromHexDigits(segment, at, at + 2);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw Refusal.invalid("The path has a % that no two hexadecimal digits follow.");
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Routes.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
