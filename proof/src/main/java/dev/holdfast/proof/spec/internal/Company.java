package dev.holdfast.proof.spec.internal;

import dev.holdfast.proof.spec.Spec;
import dev.holdfast.servers.Database;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The connections of a file: one that sets up, tears down and asks who is blocked, and one per session. Opened in that
 * order, each named {@code …/session} in {@code pg_stat_activity}. Not thread-safe.
 */
final class Company implements AutoCloseable {
    private static final String CONTROL = "control connection";
    private static final Bytes BLOCKED = Bytes.of("isolationtester_waiting");
    private static final Bytes NAME =
            Bytes.of("SELECT set_config('application_name', current_setting('application_name') || '/' || $1, false)");

    private final List<Link> links = new ArrayList<>();
    final List<Actor> actors = new ArrayList<>();

    /** {@code voice} is told of the sessions' notices. */
    static Company open(Spec spec, Database database, Map<String, String> startup, Voice voice)
            throws SQLException, InterruptedException, Stopped {
        Company company = new Company();
        try {
            company.openAll(spec, database, startup, voice);
            return company;
        } catch (SQLException | InterruptedException | Stopped | RuntimeException e) {
            company.close();
            throw e;
        }
    }

    private void openAll(Spec spec, Database database, Map<String, String> startup, Voice voice)
            throws SQLException, InterruptedException, Stopped {
        Link control = Link.open(database, startup, notice -> {});
        links.add(control);
        name(control, Bytes.of(CONTROL));
        for (Spec.Session session : spec.sessions()) {
            Actor actor = new Actor(session, database, startup, voice);
            links.add(actor.link);
            actors.add(actor);
            name(actor.link, session.name());
        }
        String pids = actors.stream()
                .map(actor -> String.valueOf(actor.link.processId()))
                .collect(Collectors.joining(",", "'{", "}'"));
        succeed(
                control,
                control.prepare(
                        BLOCKED, Bytes.of("SELECT pg_catalog.pg_isolation_test_session_is_blocked($1, " + pids + ")")));
    }

    private static void name(Link link, Bytes session) throws InterruptedException, Stopped {
        succeed(link, link.run(Bytes.EMPTY, NAME, List.of(session)));
    }

    private static void succeed(Link link, Optional<Answer> answer) throws Stopped {
        if (answer.isEmpty() || answer.get() instanceof Answer.Failed) {
            throw new Stopped("a connection could not be prepared: "
                    + link.errors().text().strip());
        }
    }

    Link control() {
        return links.get(0);
    }

    /** Whether the server says that {@code actor} waits for another of these sessions. */
    boolean isBlocked(Actor actor) throws InterruptedException, Stopped {
        Bytes pid = Bytes.of(String.valueOf(actor.link.processId()));
        Optional<Answer> answer = control().run(BLOCKED, Bytes.EMPTY, List.of(pid));
        if (answer.isPresent()
                && answer.get() instanceof Answer.Rows rows
                && rows.rows().size() == 1) {
            Bytes value = rows.rows().get(0).values().get(0);
            return value != null && value.text(StandardCharsets.US_ASCII).equals("t");
        }
        throw new Stopped("lock wait query failed: " + control().errors().text());
    }

    /** The name of the session whose backend {@code pid} is. */
    Optional<Bytes> name(int pid) {
        return actors.stream()
                .filter(actor -> actor.link.processId() == pid)
                .map(Actor::name)
                .findFirst();
    }

    /** What every session does is cancelled: a backend that waits for a lock doesn't notice that its client has left. */
    private void cancelAll() {
        for (Actor actor : actors) {
            try {
                if (actor.active != null) {
                    actor.link.cancel();
                }
            } catch (IOException e) {
                // Its server is gone, and so is what it did.
            }
        }
    }

    @Override
    public void close() {
        cancelAll();
        links.forEach(Link::close);
    }
}
