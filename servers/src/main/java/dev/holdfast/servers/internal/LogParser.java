package dev.holdfast.servers.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.servers.ServerEvent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the log that {@link #PREFIX} makes: fields separated by tabs, then severity and message. Lines that continue a
 * message begin with a tab, so that no text can look like the start of another entry. Not thread-safe.
 */
public final class LogParser {
    /** The server's {@code log_line_prefix}; {@code log_timezone} is UTC. */
    public static final String PREFIX = "%m\t%p\t%b\t%e\t%d\t%u\t%a\t";

    /**
     * A backend that is terminated while it waits for a synchronous standby loses its client, and then may prompt for SQL as
     * in single-user mode (SyncRepWaitForLSN sets whereToSendOutput, by which PostgresMain tells the modes apart).
     */
    private static final String PROMPTS = "(?:backend> )*";

    private static final Pattern LINE = Pattern.compile(
            PROMPTS
                    + "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}) UTC\t(\\d+)\t([^\t]*)\t([0-9A-Z]{5})\t([^\t]*)\t([^\t]*)\t([^\t]*)\t"
                    + "([A-Z0-9]+):  (.*)",
            Pattern.DOTALL);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final Set<String> PARTS =
            Set.of("DETAIL", "HINT", "CONTEXT", "STATEMENT", "QUERY", "LOCATION", "BACKTRACE");
    private static final Pattern PASSWORD =
            Pattern.compile("(password\\s*(?:=\\s*)?E?)'(?:[^']|'')*'?", Pattern.CASE_INSENSITIVE);

    private static final int TAIL_LINES = 15;

    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

    /** Passwords in SQL text, as in {@code ALTER ROLE … PASSWORD '…'}. */
    public static String mask(String text) {
        return PASSWORD.matcher(text).replaceAll("$1'********'");
    }

    /** The last lines, indented and masked, for a message. */
    public static String tail(String text) {
        List<String> lines = text.lines().toList();
        return mask(String.join("\n    ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())));
    }

    /** The entries that {@code bytes} completes. PostgreSQL writes an entry with all its parts at once. */
    public List<ServerEvent> parse(ByteBuffer bytes) {
        rest.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        byte[] all = rest.toByteArray();
        int end = all.length;
        while (end > 0 && all[end - 1] != '\n') {
            end--;
        }
        rest.reset();
        rest.write(all, end, all.length - end);
        return events(entries(new String(all, 0, end, StandardCharsets.UTF_8)));
    }

    private static List<String> entries(String text) {
        List<String> entries = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("\t") && !entries.isEmpty()) {
                entries.add(entries.removeLast() + "\n" + line.substring(1));
            } else {
                entries.add(line);
            }
        }
        return entries;
    }

    private static List<ServerEvent> events(List<String> entries) {
        List<ServerEvent> events = new ArrayList<>();
        for (String entry : entries) {
            Matcher line = LINE.matcher(entry);
            if (!line.matches()) {
                continue; // what a program printed before the server had a log
            }
            if (PARTS.contains(line.group(8)) && !events.isEmpty()) {
                events.add(with(events.removeLast(), line.group(8), line.group(9)));
            } else {
                events.add(event(line));
            }
        }
        return events;
    }

    private static ServerEvent event(Matcher line) {
        Instant time = LocalDateTime.parse(line.group(1), TIME).toInstant(ZoneOffset.UTC);
        return new ServerEvent(
                time,
                Long.parseLong(line.group(2)),
                line.group(3),
                new SqlState(line.group(4)),
                line.group(5),
                line.group(6),
                line.group(7),
                line.group(8),
                mask(line.group(9)),
                Map.of());
    }

    private static ServerEvent with(ServerEvent event, String part, String text) {
        Map<String, String> more = new LinkedHashMap<>(event.more());
        more.put(part, mask(text));
        return new ServerEvent(
                event.time(),
                event.pid(),
                event.backend(),
                event.state(),
                event.database(),
                event.user(),
                event.application(),
                event.severity(),
                event.message(),
                more);
    }
}
