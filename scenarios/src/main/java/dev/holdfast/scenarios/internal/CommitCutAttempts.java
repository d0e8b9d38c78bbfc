package dev.holdfast.scenarios.internal;

import dev.holdfast.proof.certainty.Doubt;
import dev.holdfast.proof.certainty.ToldIds;
import dev.holdfast.proof.fault.Armed;
import dev.holdfast.proof.fault.FaultProxy;
import dev.holdfast.scenarios.CommitCutMoment;
import dev.holdfast.scenarios.CommitCutRequest;
import dev.holdfast.scenarios.internal.CommitCutStep.Place;
import dev.holdfast.scenarios.internal.CommitCutStep.Server;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * A request and the attempts to perform it, the first of which is cut: the fault is armed just before the message that
 * commits. Used by its session's thread; afterwards by whoever judges.
 */
final class CommitCutAttempts implements CommitCutRequest {
    private static final String INSERT = "insert into requests (request, attempt, part, held_by) values (?, ?, ?, ?)";
    private static final String COPY = "copy requests (request, attempt, part, held_by) from stdin";

    private final CommitCutStep step;
    private final int heldBy;
    private final FaultProxy proxy;
    private final ToldIds toldIds;
    private int attempts;

    /** Set by the session, read by whoever acts on the server's side. */
    private volatile Optional<Armed> armed = Optional.empty();

    /** @param heldBy the number of the lock that holds up the first attempt's commit; 0 if none does */
    CommitCutAttempts(CommitCutStep step, int heldBy, FaultProxy proxy, ToldIds toldIds) {
        this.step = step;
        this.heldBy = heldBy;
        this.proxy = proxy;
        this.toldIds = toldIds;
    }

    CommitCutStep step() {
        return step;
    }

    int heldBy() {
        return heldBy;
    }

    @Override
    public String key() {
        return step.request();
    }

    /** The name of its sessions, and nobody else's. */
    String application() {
        return "cut-" + key();
    }

    /** The name under which an attempt writes, from 1. */
    public static String name(String request, int attempt) {
        return request + "/" + attempt;
    }

    @Override
    public void write(Connection connection) throws SQLException {
        begin();
        insert(connection);
        if (first() && step.server() == Server.ROLLED_BACK) {
            failUnnoticed(connection);
        } else if (first()) {
            holdUp(connection, Place.COMMIT);
        }
        armAt(Place.COMMIT);
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        connection.setAutoCommit(!step.form().inBlock());
        switch (step.form()) {
            case EXPLICIT -> {
                write(connection);
                connection.commit();
            }
            case TWO_PHASE -> inTwoPhases(connection);
            case AUTOCOMMIT, COPY, PIPELINED -> atOnce(connection);
        }
    }

    private void inTwoPhases(Connection connection) throws SQLException {
        begin();
        insert(connection);
        holdUp(connection, Place.PREPARE);
        armAt(Place.PREPARE);
        Sql.run(connection, "prepare transaction '" + attempt() + "'");
        connection.setAutoCommit(true);
        holdUp(connection, Place.COMMIT);
        armAt(Place.COMMIT);
        Sql.run(connection, "commit prepared '" + attempt() + "'");
    }

    private void atOnce(Connection connection) throws SQLException {
        begin();
        holdUp(connection, Place.COMMIT);
        armAt(Place.COMMIT);
        switch (step.form()) {
            case COPY -> copy(connection);
            case PIPELINED -> pipeline(connection);
            default -> Sql.update(connection, INSERT, key(), attempt(), 0, hold());
        }
    }

    /** In a block the client learns the transaction's number. */
    private void insert(Connection connection) throws SQLException {
        Sql.update(connection, INSERT, key(), attempt(), 0, hold());
        toldIds.told(attempt(), Sql.text(connection, "select pg_current_xact_id()::text"));
    }

    private void pipeline(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int part = 0; part < step.form().rows(); part++) {
                insert.setString(1, key());
                insert.setString(2, attempt());
                insert.setInt(3, part);
                insert.setInt(4, hold());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void copy(Connection connection) throws SQLException {
        StringBuilder rows = new StringBuilder();
        for (int part = 0; part < step.form().rows(); part++) {
            rows.append("%s\t%s\t%d\t%d\n".formatted(key(), attempt(), part, hold()));
        }
        try {
            new CopyManager(connection.unwrap(BaseConnection.class)).copyIn(COPY, new StringReader(rows.toString()));
        } catch (IOException e) {
            throw new SQLException("COPY was cut", "08006", e);
        }
    }

    /** A statement fails, nobody looks, and COMMIT will be answered ROLLBACK. */
    private static void failUnnoticed(Connection connection) {
        try {
            Sql.run(connection, "select 1 / 0");
        } catch (SQLException ignored) {
            assert ignored != null;
        }
    }

    /** From here on a commit of this session waits for the standby that doesn't exist. */
    private void holdUp(Connection connection, Place place) throws SQLException {
        if (first() && step.moment() == CommitCutMoment.FLUSHED_UNANSWERED && step.place() == place) {
            Sql.run(connection, "set synchronous_commit = on");
        }
    }

    private void begin() {
        attempts++;
    }

    private boolean first() {
        return attempts == 1;
    }

    private String attempt() {
        return name(key(), attempts);
    }

    private int hold() {
        return first() ? heldBy : 0;
    }

    private void armAt(Place place) {
        if (first() && step.place() == place) {
            armed = Optional.of(proxy.arm(step.fault(application())));
        }
    }

    /** The connection was cut, by the proxy's own evidence. */
    boolean cut() {
        return armed.filter(fault -> fault.fired() > 0).isPresent();
    }

    /** Waits for it. */
    boolean awaitCut(Duration limit) {
        return armed.flatMap(fault -> fault.await(limit)).isPresent();
    }

    /** What is in a black hole is reset. */
    void disarm() {
        armed.ifPresent(Armed::disarm);
    }

    /** All attempts, the one that was cut first. */
    List<Doubt> doubts() {
        return IntStream.rangeClosed(1, attempts)
                .mapToObj(attempt -> new Doubt(
                        name(key(), attempt), application(), step.form().rows()))
                .toList();
    }
}
