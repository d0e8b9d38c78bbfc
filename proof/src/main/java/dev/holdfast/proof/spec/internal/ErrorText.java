package dev.holdfast.proof.spec.internal;

import dev.holdfast.wire.Bytes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error or notice as libpq prints it at its default verbosity: {@code ERROR:  message}, the line with a cursor below
 * it, DETAIL, HINT, QUERY, and for errors CONTEXT. Fields: the documentation's "Error and Notice Message Fields".
 */
final class ErrorText {
    private final Map<Character, Bytes> fields;
    private final @Nullable Bytes query;
    private final boolean utf8;

    /** {@code query} is what was being run, if anything was. */
    ErrorText(Map<Character, Bytes> fields, @Nullable Bytes query, boolean utf8) {
        this.fields = fields;
        this.query = query;
        this.utf8 = utf8;
    }

    /** Severity and message only, for what stands below a step: details may hold transaction ids. */
    Bytes brief() {
        return primary().bytes();
    }

    Bytes notice() {
        return full(false);
    }

    Bytes error() {
        return full(true);
    }

    private Bytes full(boolean context) {
        Words text = primary();
        Words cursor = position(text);
        text.add("\n").add(cursor.bytes());
        field(text, 'D', "DETAIL:  ");
        field(text, 'H', "HINT:  ");
        field(text, 'q', "QUERY:  ");
        if (context) {
            field(text, 'W', "CONTEXT:  ");
        }
        return text.bytes();
    }

    private Words primary() {
        return new Words()
                .add(fields.getOrDefault('S', Bytes.EMPTY))
                .add(":  ")
                .add(fields.getOrDefault('M', Bytes.EMPTY));
    }

    /** The lines with the cursor, if the text of the query is known; otherwise the number is added to {@code text}. */
    private Words position(Words text) {
        char letter = fields.containsKey('P') ? 'P' : 'p';
        Bytes position = fields.get(letter);
        if (position == null) {
            return new Words();
        }
        Bytes sql = letter == 'P' ? query : fields.get('q');
        if (sql == null) {
            text.add(" at character ").add(position);
            return new Words();
        }
        return new ErrorCursor(sql, utf8).at(Integer.parseInt(position.text()));
    }

    private void field(Words text, char letter, String name) {
        Bytes value = fields.get(letter);
        if (value != null) {
            text.add(name).add(value).add("\n");
        }
    }
}
