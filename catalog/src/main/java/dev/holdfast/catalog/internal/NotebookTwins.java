package dev.holdfast.catalog.internal;

import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.scenarios.Notebook;
import dev.holdfast.scenarios.PlainNotebook;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Notebooks with one fault each. */
public final class NotebookTwins {
    private NotebookTwins() {}

    /** A notebook that is right in everything that a twin doesn't override. */
    private abstract static class Twin implements Notebook {
        private final PlainNotebook right = new PlainNotebook();

        @Override
        public void createTables(Connection admin) throws SQLException {
            right.createTables(admin);
        }

        @Override
        public Outcome write(Session session, String id, String value) throws SQLException {
            return right.write(session, id, value);
        }

        @Override
        public Optional<String> read(Session session, String id) throws SQLException {
            return right.read(session, id);
        }
    }

    /** One session is told that its entry is written, and then it is rolled back. */
    public static Notebook droppingAcknowledgements() {
        return new Twin() {
            @Override
            public Outcome write(Session session, String id, String value) throws SQLException {
                if (session.number() != 7) {
                    return super.write(session, id, value);
                }
                session.transaction(connection -> {
                    Sql.update(connection, "insert into entries (id, value) values (?, ?)", id, value);
                    return Outcome.refused("rolled back");
                });
                return Outcome.committed(WRITTEN);
            }
        };
    }

    /** One session writes again what was already acknowledged, and no key is there to refuse it. */
    public static Notebook writingAgain() {
        return new Twin() {
            @Override
            public void createTables(Connection admin) throws SQLException {
                super.createTables(admin);
                Sql.run(admin, "alter table entries drop constraint entries_pkey");
            }

            @Override
            public Outcome write(Session session, String id, String value) throws SQLException {
                Outcome first = super.write(session, id, value);
                return session.number() == 7 ? super.write(session, id, value) : first;
            }
        };
    }

    /** Two sessions that read at the same time get each other's answer. */
    public static Notebook swappingAnswers() {
        Exchanger<Optional<String>> mixUp = new Exchanger<>();
        return new Twin() {
            @Override
            public Optional<String> read(Session session, String id) throws SQLException {
                Optional<String> own = super.read(session, id);
                return session.number() < 2 ? exchanged(own, mixUp) : own;
            }
        };
    }

    private static Optional<String> exchanged(Optional<String> own, Exchanger<Optional<String>> mixUp) {
        try {
            return mixUp.exchange(own, 1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return own;
        } catch (TimeoutException nobodyElse) {
            return own;
        }
    }
}
