package dev.holdfast.proof.spec.internal;

import dev.holdfast.proof.spec.Spec;
import dev.holdfast.servers.Database;
import dev.holdfast.wire.Bytes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks for violations of invariants, on a connection of its own that sees only what was committed. Not thread-safe. */
final class Oracle implements AutoCloseable {
    private final Link link;

    private Oracle(Link link) {
        this.link = link;
    }

    /** A question that takes longer than {@code limit}, for example because a session left a table locked, is given up. */
    static Oracle open(Database database, Map<String, String> startup, Duration limit)
            throws SQLException, InterruptedException, Stopped {
        Oracle oracle = new Oracle(Link.open(database, startup, notice -> {}));
        oracle.link.run(Bytes.of("SET statement_timeout = " + limit.toMillis()), () -> {});
        return oracle;
    }

    /** The rows that contradict {@code invariant}, as a table; empty if it holds. */
    Optional<Bytes> violations(Spec.Invariant invariant) throws InterruptedException, Stopped {
        Optional<Answer> answer = link.run(invariant.sql(), () -> {});
        if (answer.isPresent() && answer.get() instanceof Answer.Rows rows) {
            return rows.rows().isEmpty() ? Optional.empty() : Optional.of(ResultTable.text(rows));
        }
        throw new Stopped("the invariant \"%s\" can't be checked: %s"
                .formatted(invariant.name(), answer.map(a -> reason(a, link)).orElse(Link.NO_CONNECTION.strip())));
    }

    private static String reason(Answer answer, Link link) {
        return answer instanceof Answer.Failed
                ? link.errors().text().strip()
                : "its SQL returns no rows or table at all";
    }

    @Override
    public void close() {
        link.close();
    }
}
