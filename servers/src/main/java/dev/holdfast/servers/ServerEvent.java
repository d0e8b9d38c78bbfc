package dev.holdfast.servers;

import dev.holdfast.core.SqlState;
import java.time.Instant;
import java.util.Map;

/**
 * One message of a server's log.
 *
 * @param time to the millisecond, by the server's clock
 * @param pid of the process that wrote it
 * @param backend its kind, for example {@code client backend}, {@code postmaster}, {@code checkpointer}
 * @param state {@code 00000} where PostgreSQL gives none
 * @param database empty outside one, as {@code user} and {@code application} are outside a session
 * @param severity {@code LOG}, {@code ERROR}, {@code FATAL}, {@code PANIC}, …
 * @param message the primary message; passwords are masked
 * @param more by name: {@code DETAIL}, {@code HINT}, {@code CONTEXT}, {@code STATEMENT}; masked as well
 */
public record ServerEvent(
        Instant time,
        long pid,
        String backend,
        SqlState state,
        String database,
        String user,
        String application,
        String severity,
        String message,
        Map<String, String> more) {
    public ServerEvent {
        more = Map.copyOf(more);
    }
}
