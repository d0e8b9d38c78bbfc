package dev.holdfast.scenarios;

import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import java.sql.SQLException;
import java.util.List;

/** The subject of the scenarios about role DDL: how a service sends statements that change roles and privileges. */
@FunctionalInterface
public interface RoleChanges {
    /** Committed by {@link #run}. */
    String CHANGED = "changed";

    /** Runs the statements in one transaction: {@link #CHANGED}, or aborted with PostgreSQL's error. */
    Outcome run(Session session, List<String> statements) throws SQLException;
}
