package dev.holdfast.scenarios.internal;

import dev.holdfast.proof.Session;
import java.sql.Connection;
import java.sql.SQLException;

/** The engine's own connection as a session, so that a subject sets up its rounds by its own code. */
public final class Setup implements Session {
    private final Connection admin;
    private final int round;

    public Setup(Connection admin, int round) {
        this.admin = admin;
        this.round = round;
    }

    @Override
    public int number() {
        return -1;
    }

    @Override
    public int round() {
        return round;
    }

    @Override
    public <T> T call(Work<T> work) throws SQLException {
        try {
            return work.on(admin);
        } finally {
            admin.setAutoCommit(true);
        }
    }
}
