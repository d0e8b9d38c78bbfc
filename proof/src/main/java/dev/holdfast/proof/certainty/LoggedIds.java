package dev.holdfast.proof.certainty;

import dev.holdfast.servers.ServerEvent;
import dev.holdfast.servers.ServerLog;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers that a trigger wrote to the server's log: for transactions whose client never learns them, as one statement in
 * auto-commit mode, COPY, or what is pipelined before one Sync. Thread-safe.
 *
 * <p>The log's line is written by {@code RAISE LOG} inside the transaction, and stays whether or not it commits. At the
 * default settings it reaches the log and not the client.
 */
public final class LoggedIds implements TransactionIds {
    private static final String MARK = "holdfast transaction ";

    private final ServerLog log;
    private final Map<String, String> numbers = new ConcurrentHashMap<>();

    /** Of the transactions from now on. */
    public LoggedIds(ServerLog log) {
        this.log = log;
        log.listen(this::note);
    }

    /**
     * The statements that make {@code table} log its writers. Before each row, because COPY collects rows if there are only
     * triggers after them, and would log nothing before CopyDone.
     *
     * @param column that holds the attempt's name, without white space
     */
    public static String triggerOn(String table, String column) {
        return """
                create function holdfast_log_transaction() returns trigger language plpgsql as $holdfast$
                begin
                    raise log '%s%% %%', new.%s, pg_current_xact_id();
                    return new;
                end $holdfast$;
                create trigger holdfast_log_transaction before insert on %s
                    for each row execute function holdfast_log_transaction()""".formatted(MARK, column, table);
    }

    private void note(ServerEvent event) {
        if (event.severity().equals("LOG") && event.message().startsWith(MARK)) {
            String[] words = event.message().substring(MARK.length()).split(" ", 2);
            numbers.putIfAbsent(words[0], words[1]); // whoever writes under its name later isn't the attempt
        }
    }

    /** Reads what the log has by now: a backend writes its line before it goes on. */
    @Override
    public Optional<String> of(String attempt) {
        int read = log.size();
        return read == 0 ? Optional.empty() : Optional.ofNullable(numbers.get(attempt));
    }

    @Override
    public boolean complete() {
        return true;
    }
}
