package dev.holdfast.scenarios;

import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** One INSERT in a transaction, one SELECT by primary key. Thread-safe. */
public final class PlainNotebook implements Notebook {
    public PlainNotebook() {}

    @Override
    public void createTables(Connection admin) throws SQLException {
        Sql.run(admin, "create table entries (id text primary key, value text not null)");
    }

    @Override
    public Outcome write(Session session, String id, String value) throws SQLException {
        return session.transaction(connection -> {
            Sql.update(connection, "insert into entries (id, value) values (?, ?)", id, value);
            return Outcome.committed(WRITTEN);
        });
    }

    @Override
    public Optional<String> read(Session session, String id) throws SQLException {
        return session.call(connection -> {
            connection.setAutoCommit(true);
            return Sql.first(connection, row -> row.getString(1), "select value from entries where id = ?", id);
        });
    }
}
