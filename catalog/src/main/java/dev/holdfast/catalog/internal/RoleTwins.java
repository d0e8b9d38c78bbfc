package dev.holdfast.catalog.internal;

import dev.holdfast.core.AdvisoryLocks;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Rendezvous;
import dev.holdfast.scenarios.NulByte;
import dev.holdfast.scenarios.PlainRoleChanges;
import dev.holdfast.scenarios.RoleChanges;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.SQLException;
import java.time.Duration;

/** Ways to change roles with one fault each. */
public final class RoleTwins {
    private RoleTwins() {}

    /** Sessions 0 and 1 use the same role, and use it at the same moment. */
    public static RoleChanges sharingARole() {
        RoleChanges plain = new PlainRoleChanges();
        Rendezvous together = new Rendezvous(2, Duration.ofSeconds(2));
        return (session, statements) -> {
            if (session.number() > 1) {
                return plain.run(session, statements);
            }
            together.meet();
            return plain.run(
                    session,
                    statements.stream()
                            .map(sql -> sql.replace("_s1\"", "_s0\""))
                            .toList());
        };
    }

    /** Says that a role is dropped, and leaves it. */
    public static RoleChanges forgettingToDrop() {
        RoleChanges plain = new PlainRoleChanges();
        return (session, statements) -> {
            boolean forgets = session.number() == 3 && statements.get(0).startsWith("drop ");
            return forgets ? Outcome.committed(RoleChanges.CHANGED) : plain.run(session, statements);
        };
    }

    /** Takes no lock. */
    public static RoleChanges withoutLane() {
        return new PlainRoleChanges();
    }

    /** Takes a lock that only half of the sessions agree on, as when it is taken in two databases. */
    public static RoleChanges inTwoLanes() {
        return (session, statements) -> session.transaction(connection -> {
            int lane = session.number() % 2;
            Sql.run(
                    connection,
                    "select pg_advisory_xact_lock(" + AdvisoryLocks.ROLE_DDL.namespace() + ", " + lane + ")");
            for (String statement : statements) {
                Sql.run(connection, statement);
            }
            return Outcome.committed(RoleChanges.CHANGED);
        });
    }

    /** Throws the connection away on an error of class 08, as pools do, although the backend lives. */
    public static NulByte.Client evicting() {
        return (connection, sql) -> {
            try {
                Sql.run(connection, sql);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        };
    }

    /** Removes the NUL, and so creates a role with another password than was asked for. */
    public static NulByte.Client strippingNul() {
        return (connection, sql) -> Sql.run(connection, sql.replace("\0", ""));
    }
}
