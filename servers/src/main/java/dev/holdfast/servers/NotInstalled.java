package dev.holdfast.servers;

import java.io.Serial;

/** An optional program isn't on this machine. What needs it is not applicable here. */
public final class NotInstalled extends ServerFailed {
    @Serial
    private static final long serialVersionUID = 1L;

    NotInstalled(String message, String detail, String hint) {
        super(message, detail, hint);
    }
}
