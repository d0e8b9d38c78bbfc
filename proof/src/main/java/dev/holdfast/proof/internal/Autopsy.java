package dev.holdfast.proof.internal;

import dev.holdfast.proof.Findings;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;

/** What a hanging trial was doing: every session's stack and its row of {@code pg_stat_activity}. */
final class Autopsy {
    private static final int FRAMES = 12;
    private static final int SESSIONS = 20;
    private static final String ACTIVITY = """
            select application_name, pid, state, coalesce(wait_event_type || ':' || wait_event, '-'),
                   age(clock_timestamp(), xact_start), left(query, 100)
              from pg_stat_activity where application_name like 'holdfast-%' order by application_name""";

    private Autopsy() {}

    static String brief(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return thrown + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    /** What made a task fail. */
    static Throwable cause(ExecutionException e) {
        return Objects.requireNonNullElse(e.getCause(), e);
    }

    static String of(Thread player, Cast cast, PostgresServer server) {
        StringJoiner text = new StringJoiner("\n");
        text.add(stack(player));
        cast.threads().stream()
                .filter(Thread::isAlive)
                .limit(SESSIONS)
                .map(Autopsy::stack)
                .forEach(text::add);
        text.add(activity(server));
        return text.toString();
    }

    private static String stack(Thread thread) {
        StringJoiner text = new StringJoiner("\n    at ", thread.getName() + ":\n    at ", "");
        Arrays.stream(thread.getStackTrace()).limit(FRAMES).forEach(frame -> text.add(frame.toString()));
        return text.toString();
    }

    private static String activity(PostgresServer server) {
        StringJoiner text = new StringJoiner("\n", "pg_stat_activity:\n", "");
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ACTIVITY)) {
            while (rows.next()) {
                text.add("  %s pid=%d %s %s in transaction %s: %s"
                        .formatted(
                                rows.getString(1),
                                rows.getInt(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getString(5),
                                rows.getString(6)));
            }
        } catch (SQLException e) {
            text.add("  could not be read: " + e.getMessage());
        }
        return text.toString();
    }

    /** Ends what the trial still does on the server, so that its threads wake up. */
    static void terminateSessions(PostgresServer server, Findings findings) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name like 'holdfast-%' and datname like 'holdfast%'");
        } catch (SQLException e) {
            findings.unknown("tidying-failed", "sessions could not be ended: " + e.getMessage());
        }
    }
}
