package dev.holdfast.proof.spec;

import dev.holdfast.servers.Database;
import java.sql.SQLException;

/** One play of one file in one database, by one thread. */
@SuppressWarnings("DoNotCallSuggester") // seam
public final class SpecRun {
    private SpecRun() {}

    /**
     * Plays {@code spec}; interrupting the thread ends it.
     *
     * @param transcript is told everything as it happens, beside the copy in the result
     * @throws SQLException if a connection can't be opened
     * @throws dev.holdfast.core.InvalidOption if {@link SpecOptions#only} names steps that aren't there
     */
    public static SpecResult play(Spec spec, Database database, SpecOptions options, Transcript transcript)
            throws SQLException, InterruptedException {
        throw new UnsupportedOperationException("not written yet" + spec + database + options + transcript);
    }
}
