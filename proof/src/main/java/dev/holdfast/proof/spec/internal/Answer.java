package dev.holdfast.proof.spec.internal;

import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/** What came of one statement. */
sealed interface Answer {
    /** Rows; they are added while they arrive. */
    record Rows(List<Backend.Field> fields, List<Backend.DataRow> rows) implements Answer {
        static Rows of(Backend.RowDescription description) {
            return new Rows(description.fields(), new ArrayList<>());
        }
    }

    /** Done. */
    record Done() implements Answer {}

    /** There was nothing to do. */
    record Empty() implements Answer {}

    /** The server refused, or was lost. {@code shown} is how it stands below a step. */
    record Failed(Bytes shown) implements Answer {}

    /** COPY with the client, which these files can't do. */
    record Copying(String status) implements Answer {}
}
