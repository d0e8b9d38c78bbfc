package dev.holdfast.scenarios;

import dev.holdfast.core.AdvisoryLocks;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.SQLException;
import java.util.List;

/**
 * Takes one advisory lock first, and so changes roles one transaction after another. PostgreSQL doesn't lock a role or an
 * access list while it changes it: of two who do so at once, one is answered XX000. Advisory locks belong to a database,
 * roles to the whole cluster: everybody has to take the lock in the same database. Thread-safe.
 */
public final class RoleChangesInOneLane implements RoleChanges {
    public RoleChangesInOneLane() {}

    @Override
    public Outcome run(Session session, List<String> statements) throws SQLException {
        return session.transaction(connection -> {
            Sql.run(connection, "select pg_advisory_xact_lock(" + AdvisoryLocks.ROLE_DDL.namespace() + ", 0)");
            for (String statement : statements) {
                Sql.run(connection, statement);
            }
            return Outcome.committed(CHANGED);
        });
    }
}
