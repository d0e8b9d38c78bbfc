package dev.holdfast.proof.internal;

import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a hanging trial was doing: every session's stack and its row of {@code pg_stat_activity}. */
final class Autopsy {
    private static final int FRAMES = 12;
    private static final int SESSIONS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final String ACTIVITY = """
            select application_name, pid, state, coalesce(wait_event_type || ':' || wait_event, '-'),
                   age(clock_timestamp(), xact_start), left(regexp_replace(query, '(password\\s+)(''[^'']*''?|\\S+)', '\\1********', 'gi'), 100)
              from pg_stat_activity where datname = ? order by application_name""";

    private Autopsy() {}

    static String brief(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return thrown + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    /** What made a task fail. */
    static Throwable cause(ExecutionException e) {
        return Objects.requireNonNullElse(e.getCause(), e);
    }

    static String of(Thread player, Cast cast, PostgresServer server, String database) {
        StringJoiner text = new StringJoiner("\n");
        text.add(stack(player));
        cast.threads().stream()
                .filter(Thread::isAlive)
                .limit(SESSIONS)
                .map(Autopsy::stack)
                .forEach(text::add);
        text.add(patiently(() -> activity(server, database)));
        return text.toString();
    }

    /** Asks the server, which may be the very thing that hangs. */
    private static String patiently(Callable<String> question) {
        FutureTask<String> asked = new FutureTask<>(question);
        Thread.ofPlatform().name("holdfast-autopsy").daemon().start(asked);
        try {
            return asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "pg_stat_activity: the server didn't answer within " + PATIENCE.toSeconds() + " s";
        } catch (ExecutionException e) {
            return "pg_stat_activity could not be read: " + cause(e).getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "pg_stat_activity was not read: interrupted";
        }
    }

    private static String stack(Thread thread) {
        StringJoiner text = new StringJoiner("\n    at ", thread.getName() + ":\n    at ", "");
        Arrays.stream(thread.getStackTrace()).limit(FRAMES).forEach(frame -> text.add(frame.toString()));
        return text.toString();
    }

    private static String activity(PostgresServer server, String database) throws SQLException {
        StringJoiner text = new StringJoiner("\n", "pg_stat_activity:\n", "");
        try (Connection connection = server.connect();
                PreparedStatement query = connection.prepareStatement(ACTIVITY)) {
            query.setString(1, database);
            try (ResultSet rows = query.executeQuery()) {
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
            }
        }
        return text.toString();
    }

    /** Ends what the trial still does on the server, so that its threads wake up. Others' databases are not touched. */
    static void terminateSessions(PostgresServer server, String database) {
        patiently(() -> terminate(server, database));
    }

    private static String terminate(PostgresServer server, String database) throws SQLException {
        try (Connection connection = server.connect();
                PreparedStatement end = connection.prepareStatement(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")) {
            end.setString(1, database);
            end.execute();
            return "";
        }
    }
}
