package dev.holdfast.coupons;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Objects as clients send them, read without guessing: a number in quotes is not a number. */
final class Json {
    /** As the columns have it. */
    private static final int LONGEST = 255;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An object.
     *
     * @throws Refusal if it is anything else
     */
    static JsonNode object(ByteBuffer body) {
        JsonNode read = read(body);
        if (!read.isObject()) {
            throw Refusal.invalid("The body is not a JSON object.");
        }
        return read;
    }

    private static JsonNode read(ByteBuffer body) {
        try {
            return MAPPER.readTree(utf8(body));
        } catch (IOException e) {
            throw Refusal.invalid("The body is not JSON: " + reason(e));
        }
    }

    private static String utf8(ByteBuffer body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(body).toString();
    }

    private static String reason(IOException e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : "it is not UTF-8.";
    }

    /** From 1 to 255 characters that aren't all blank. */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isTextual()) {
            throw Refusal.invalid("\"" + field + "\" is missing, or no string.");
        }
        String text = value.textValue();
        if (text.isBlank()) {
            throw Refusal.invalid("\"" + field + "\" is blank.");
        }
        if (text.codePointCount(0, text.length()) > LONGEST) {
            throw Refusal.invalid("\"" + field + "\" has more than " + LONGEST + " characters.");
        }
        if (!isStorable(text)) {
            throw Refusal.invalid("\"" + field + "\" has U+0000, or half of a surrogate pair.");
        }
        return text;
    }

    /** PostgreSQL can't store NUL, and what isn't Unicode would become a question mark. */
    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** From 1 to what an {@code int4} holds. */
    static int amount(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw Refusal.invalid("\"" + field + "\" is no whole number from 1 to " + Integer.MAX_VALUE + ".");
        }
        return value.intValue();
    }
}
