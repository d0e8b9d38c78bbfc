package dev.holdfast.scenarios;

import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The subject of the scenarios about plain writing and reading: values by key. Called by many sessions at once. The
 * oracle reads a table, or view, {@code entries(id text, value text)}, which {@link #createTables} has to leave behind.
 */
public interface Notebook {
    /** Committed by {@link #write}. */
    String WRITTEN = "written";

    /** Makes the table (or view) in an empty database. */
    void createTables(Connection admin) throws SQLException;

    /** Writes a new entry: {@link #WRITTEN}. */
    Outcome write(Session session, String id, String value) throws SQLException;

    /** The value of an entry; empty if there is none. */
    Optional<String> read(Session session, String id) throws SQLException;
}
