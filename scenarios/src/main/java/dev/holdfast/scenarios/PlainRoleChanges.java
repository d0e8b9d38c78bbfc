package dev.holdfast.scenarios;

import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.SQLException;
import java.util.List;

/** Sends the statements as they are: right as long as no two sessions change the same role or object. Thread-safe. */
public final class PlainRoleChanges implements RoleChanges {
    public PlainRoleChanges() {}

    @Override
    public Outcome run(Session session, List<String> statements) throws SQLException {
        return session.transaction(connection -> {
            for (String statement : statements) {
                Sql.run(connection, statement);
            }
            return Outcome.committed(CHANGED);
        });
    }
}
