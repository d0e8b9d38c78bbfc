package dev.holdfast.junit.internal;

import dev.holdfast.core.Identifiers;
import dev.holdfast.junit.Leak;
import dev.holdfast.junit.Leak.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What was found, in words: what it is, where it came from, and the line that mends it. Confined to one thread. */
final class Leftovers {
    private static final String MEND_CONNECTION = "try (Connection connection = dataSource.getConnection()) { … }";
    private static final String MEND_POOL = "pool.close();";
    private static final String MEND_EITHER = MEND_POOL + " or " + MEND_CONNECTION;
    private static final String MEND_TRANSACTION = "connection.commit(); or connection.rollback(); before it is closed";
    private static final String MEND_BOTH =
            "connection.commit(); or connection.rollback(); and close it: " + MEND_CONNECTION;
    private static final int MOST_QUERY = 200;
    private static final int MOST_VALUE = 100;
    private static final Pattern PASSWORD = Pattern.compile("(password\\s+)(E?'[^']*'?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECRET_NAME =
            Pattern.compile("pass|secret|token|key|credential", Pattern.CASE_INSENSITIVE);

    private final Notes notes;
    private final List<Leak> leaks = new ArrayList<>();

    /** Sessions that differ in nothing but their number: by pool or borrower. */
    private final Map<String, Connections> connections = new LinkedHashMap<>();

    /** Idle sessions of one origin. */
    private record Connections(List<Seen> sessions, String how, String opened, String mend) {}

    Leftovers(Notes notes) {
        this.notes = notes;
    }

    /** Whether it could be any test's. */
    static boolean hasNoOwner(Seen seen) {
        return seen.what() == Seen.What.UNOWNED;
    }

    /** All, in the order in which they were found; connections first. */
    List<Leak> leaks() {
        List<Leak> all = new ArrayList<>();
        connections.values().forEach(group -> all.add(connection(group)));
        all.addAll(leaks);
        return all;
    }

    private static Leak connection(Connections group) {
        List<Seen> sessions = group.sessions();
        Seen first = sessions.getFirst();
        String many = sessions.size() == 1 ? "connection" : sessions.size() + " connections";
        String pids = String.join(
                ", ", sessions.stream().map(s -> String.valueOf(s.pid())).toList());
        return new Leak(
                Kind.CONNECTION,
                many + " " + group.how() + ": pid " + pids + ", " + state(first),
                group.opened(),
                group.mend());
    }

    /** A session outside a transaction that is still there; {@code opener} may be unknown. */
    void connection(Seen session, @Nullable Lent opener) {
        String pool = opener == null ? "" : Frames.pool(opener.where());
        String opened = opener == null ? "" : Frames.of(opener.where());
        if (!session.isIdle()) {
            add(
                    Kind.CONNECTION,
                    "connection still in use: pid " + session.pid() + ", " + state(session),
                    opened,
                    opener == null ? MEND_EITHER : MEND_CONNECTION);
        } else if (!pool.isEmpty()) {
            group(pool, session, "still open in a pool (" + pool + ") that was not closed", opened, MEND_POOL);
        } else if (opener == null) {
            group("application " + session.name(), session, "still open", "", MEND_EITHER);
        } else {
            group("borrower " + opened, session, "still open", opened, MEND_CONNECTION);
        }
    }

    private void group(String key, Seen session, String how, String opened, String mend) {
        Connections known = connections.getOrDefault(key, new Connections(new ArrayList<>(), how, opened, mend));
        known.sessions().add(session);
        connections.put(
                key, new Connections(known.sessions(), how, known.opened().isEmpty() ? opened : known.opened(), mend));
    }

    /** Borrowed from a watched pool, and not given back; {@code session} is null if the server doesn't have it any more. */
    void borrowed(@Nullable Seen session, Lent lent) {
        String what = session == null ? ", and was closed beneath its borrower" : ", " + state(session);
        add(
                Kind.CONNECTION,
                "connection borrowed and not given back: pid " + lent.pid() + what,
                Frames.of(lent.where()),
                MEND_CONNECTION);
    }

    /** The client closed it; the server goes on. */
    void undead(Seen session, Lent lent) {
        add(
                Kind.CONNECTION,
                "connection closed while the server was at work for it, and still is: pid " + session.pid() + ", "
                        + state(session),
                Frames.of(lent.where()),
                "statement.cancel(); before connection.close();");
    }

    void transaction(Seen session, @Nullable Lent opener) {
        boolean pooled = opener != null && !Frames.pool(opener.where()).isEmpty();
        String begun = opener == null || pooled ? notes.find(session.pid(), "begin") : "";
        add(
                Kind.TRANSACTION,
                "transaction left open: pid " + session.pid() + ", " + state(session),
                opener == null || !begun.isEmpty() ? begun : Frames.of(opener.where()),
                opener == null || pooled ? MEND_TRANSACTION : MEND_BOTH);
    }

    /** Found when its connection was given back. */
    void transactionGivenBack(Lent lent, boolean failed) {
        add(
                Kind.TRANSACTION,
                "connection given back with " + (failed ? "a failed" : "an open") + " transaction: pid " + lent.pid(),
                Frames.of(lent.where()),
                MEND_TRANSACTION);
    }

    void lock(Seen lock, @Nullable Lent opener) {
        String where = notes.find(lock.pid(), "advisory");
        advisoryLock(
                lock.pid(),
                lock.name(),
                lock.detail(),
                where.isEmpty() && opener != null ? Frames.of(opener.where()) : where);
    }

    private void advisoryLock(int pid, String key, String mode, String opened) {
        boolean shared = mode.startsWith("Share");
        add(
                Kind.ADVISORY_LOCK,
                "session-level advisory lock left: pid " + pid + ", key " + key + (shared ? ", shared" : ""),
                opened,
                "SELECT pg_advisory_unlock" + (shared ? "_shared" : "") + "(" + key + ")");
    }

    /** A thing on the server that outlives sessions. */
    void object(Seen object) {
        switch (object.what()) {
            case PREPARED ->
                add(
                        Kind.PREPARED_TRANSACTION,
                        "prepared transaction left: " + object.name() + ", for " + seconds(object.since()) + ", of "
                                + object.detail(),
                        notes.find(0, "prepare", object.name()),
                        "ROLLBACK PREPARED " + Identifiers.literal(object.name()));
            case SLOT -> slot(object);
            case DATABASE -> database(object);
            case ROLE -> role(object);
            case UNOWNED -> unowned(object);
            case SESSION, LOCK -> throw new IllegalArgumentException("not an object: " + object);
        }
    }

    private void unowned(Seen object) {
        switch (object.detail()) {
            case "role" -> role(object);
            case "database" -> database(object);
            default -> slot(object);
        }
    }

    private void slot(Seen slot) {
        String active = slot.pid() == 0 ? "" : ", in use by pid " + slot.pid();
        add(
                Kind.REPLICATION_SLOT,
                slot.detail() + " left: " + slot.name() + active,
                notes.find(0, "replication_slot", slot.name()),
                "SELECT pg_drop_replication_slot(" + Identifiers.literal(slot.name()) + ")");
    }

    private void database(Seen database) {
        add(
                Kind.DATABASE,
                "database left: " + database.name(),
                notes.find(0, "create", database.name()),
                "DROP DATABASE " + Identifiers.name(database.name()));
    }

    private void role(Seen role) {
        add(
                Kind.ROLE,
                "role left: " + role.name(),
                notes.find(0, "create", role.name()),
                "DROP ROLE " + Identifiers.name(role.name()));
    }

    /** A temporary object of a session that isn't ours to ask. */
    void temporary(String schema, String name, String type) {
        add(
                Kind.TEMPORARY_OBJECT,
                "temporary " + type.toLowerCase(Locale.ROOT) + " left: " + schema + "." + name,
                notes.find(0, "temp", name.replaceFirst("\\(.*", "")),
                "DROP " + type + " pg_temp." + name);
    }

    /** Part of a session's state. */
    void state(Lent lent, SessionState.Item item) {
        int pid = lent.pid();
        String on = "pid " + pid;
        switch (item.kind()) {
            case SETTING -> setting(lent, item);
            case LISTEN ->
                add(
                        Kind.LISTEN,
                        "session still listens: " + on + ", channel " + item.name(),
                        origin(lent, "listen", item.name()),
                        "UNLISTEN " + Identifiers.name(item.name()));
            case CURSOR ->
                add(
                        Kind.CURSOR,
                        "cursor WITH HOLD left open: " + on + ", " + item.name() + " for " + safe(item.value()),
                        origin(lent, "declare", item.name()),
                        "CLOSE " + Identifiers.name(item.name()));
            case PREPARED_STATEMENT ->
                add(
                        Kind.PREPARED_STATEMENT,
                        "prepared statement left: " + on + ", " + safe(item.value()),
                        origin(lent, "prepare", item.name()),
                        "DEALLOCATE " + Identifiers.name(item.name()));
            case ADVISORY_LOCK -> advisoryLock(pid, item.name(), item.value(), origin(lent, "advisory"));
            case TEMPORARY_OBJECT -> temporary(item.origin(), item.name(), item.value());
            default -> throw new IllegalArgumentException("not a session's: " + item);
        }
    }

    private void setting(Lent lent, SessionState.Item item) {
        String name = item.name();
        String value = SECRET_NAME.matcher(name).find() ? "********" : cut(item.value(), MOST_VALUE);
        String reset = switch (name) {
            case "role" -> "RESET ROLE";
            case "session_authorization" -> "RESET SESSION AUTHORIZATION";
            default -> "RESET " + name + ", or SET LOCAL " + name + " in a transaction";
        };
        add(
                Kind.SETTING,
                "setting left changed: pid " + lent.pid() + ", " + name + " = '" + value + "'",
                origin(lent, word(name)),
                reset);
    }

    /** By which a statement that changes a setting can be told: not all need its name. */
    static String word(String setting) {
        return switch (setting) {
            case "session_authorization" -> "authorization";
            case "TimeZone" -> "zone";
            default -> setting.startsWith("default_transaction_") ? "transaction" : setting;
        };
    }

    /** Where the statement was run; else where the connection was borrowed. */
    private String origin(Lent lent, String... words) {
        String noted = notes.find(lent.pid(), words);
        return noted.isEmpty() ? Frames.of(lent.where()) : noted;
    }

    private void add(Kind kind, String what, String opened, String mend) {
        leaks.add(new Leak(kind, what, opened, mend));
    }

    private static String state(Seen session) {
        StringBuilder text = new StringBuilder();
        text.append(session.state().isEmpty() ? "state unknown" : session.state() + " for " + seconds(session.since()));
        if (session.inTransaction() != null) {
            text.append(", in a transaction for ").append(seconds(session.inTransaction()));
        }
        if (!session.name().isEmpty()) {
            text.append(", application \"").append(session.name()).append('"');
        }
        if (!session.query().isBlank()) {
            text.append(", last statement: ").append(safe(session.query()));
        }
        return text.toString();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", Math.max(0, duration.toMillis()) / 1000.0);
    }

    /** On one line, without passwords, cut. */
    private static String safe(String sql) {
        return cut(PASSWORD.matcher(sql.strip().replaceAll("\\s+", " ")).replaceAll("$1'********'"), MOST_QUERY);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
