package dev.holdfast.transactions;

import java.io.Serial;
import java.sql.SQLException;

/**
 * The work returned as if all were well, but one of its statements had failed, so that COMMIT would be, or was, answered by
 * ROLLBACK. SQLSTATE 25P02; nothing is committed. Where the driver remembers the first failure, it is in the causes.
 */
public final class SilentRollback extends SQLException {
    @Serial
    private static final long serialVersionUID = 1L;

    SilentRollback(Throwable cause) {
        super(
                "the transaction had failed before it was to be committed\n  detail: The work returned normally, but one of"
                        + " its statements had failed; the server answers ROLLBACK to its COMMIT.\n  hint: Let the work"
                        + " throw what its statements throw, or set a savepoint before a statement that may fail.",
                "25P02",
                cause);
    }
}
