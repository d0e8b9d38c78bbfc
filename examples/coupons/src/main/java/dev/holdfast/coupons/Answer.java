package dev.holdfast.coupons;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a client is told.
 *
 * @param status of HTTP
 * @param headers besides the body's length
 * @param body as it is sent; may be empty
 */
record Answer(int status, Map<String, String> headers, String body) {
    private static final String TYPE = "content-type";

    /** What a status says by itself, for {@code title}. */
    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    static Answer empty(int status) {
        return new Answer(status, Map.of(), "");
    }

    static Answer json(int status, Object value) {
        return json(status, Json.write(value));
    }

    static Answer json(int status, String json) {
        return new Answer(status, Map.of(TYPE, "application/json"), json);
    }

    /**
     * A problem as of RFC 9457.
     *
     * @param type what a program may tell problems of one status apart by
     */
    static Answer problem(int status, String type, String detail) {
        return problem(status, type, detail, Map.of());
    }

    /** The same, with members of its own. */
    static Answer problem(int status, String type, String detail, Map<String, String> more) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:coupons:" + type);
        problem.put("title", Objects.requireNonNull(TITLES.get(status)));
        problem.put("status", status);
        problem.put("detail", detail);
        problem.putAll(more);
        return new Answer(status, Map.of(TYPE, "application/problem+json"), Json.write(problem));
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, Map.copyOf(more), body);
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}
