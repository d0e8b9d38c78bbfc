package dev.holdfast.proof.spec;

import dev.holdfast.proof.spec.internal.FilePlay;
import dev.holdfast.servers.Database;
import java.sql.SQLException;

/** One play of one file in one database, by one thread. */
public final class SpecRun {
    private SpecRun() {}

    /**
     * Plays {@code spec}, each permutation on the same connections; interrupting the thread ends it.
     *
     * @param transcript is told everything as it happens, beside the copy in the result
     * @throws SQLException if a connection can't be opened
     * @throws dev.holdfast.core.InvalidOption if {@link SpecOptions#only} names steps that aren't there
     */
    public static SpecResult play(Spec spec, Database database, SpecOptions options, Transcript transcript)
            throws SQLException, InterruptedException {
        return new FilePlay(spec, database, options, transcript).play();
    }
}
