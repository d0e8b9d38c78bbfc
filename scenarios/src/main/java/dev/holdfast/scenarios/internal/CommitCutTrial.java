package dev.holdfast.scenarios.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.certainty.Certainty;
import dev.holdfast.proof.certainty.Doubt;
import dev.holdfast.proof.certainty.Settlement;
import dev.holdfast.proof.certainty.ToldIds;
import dev.holdfast.scenarios.CommitCutClient;
import dev.holdfast.scenarios.CommitCutForm;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of its own, on which commits are cut, and settled after every round. */
public final class CommitCutTrial implements Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ROWS = "select count(*) from requests where attempt = ?";
    private static final String APPLIED =
            "select request, count(distinct attempt) as attempts from requests group by request";

    private final Stage stage;
    private final CommitCutForm form;
    private final CommitCutClient client;
    private final CommitCutServer server;
    private final Connection reader;
    private final ToldIds toldIds = new ToldIds();
    private final Certainty certainty;
    private final AtomicInteger locks = new AtomicInteger();
    private final Queue<Performed> unsettled = new ConcurrentLinkedQueue<>();
    private final Map<String, Ended> ended = new ConcurrentHashMap<>();

    /** A request whose client has returned. */
    private record Performed(CommitCutAttempts request, boolean asPlanned) {}

    /** A request of which everything is known. */
    private record Ended(CommitCutStep step, boolean cut, List<Settlement> attempts) {}

    public CommitCutTrial(Stage stage, CommitCutForm form, CommitCutClient client) throws SQLException {
        this.stage = stage;
        this.form = form;
        this.client = client;
        this.server = CommitCutServer.on(stage);
        Connection admin = opened("holdfast-admin");
        server.createTables(admin, !form.inBlock());
        client.createTables(admin);
        this.reader = opened("holdfast-oracle");
        this.certainty = new Certainty(
                admin,
                reader,
                form.inBlock() ? toldIds : server.loggedIds(),
                (connection, attempt) -> Sql.number(connection, ROWS, attempt),
                PATIENCE);
    }

    private Connection opened(String application) throws SQLException {
        Connection connection = server.connect(application);
        stage.closeLater(connection);
        return connection;
    }

    /** Not the one that is cut: for what happens at the server meanwhile. */
    @Override
    public Connection connect(int session) throws SQLException {
        return server.connect("holdfast-session-" + session);
    }

    @Override
    public Outcome perform(Session session, Step planned) throws SQLException {
        CommitCutStep step = CommitCutStep.of(form, planned, session.round());
        int heldBy = step.server().held() ? locks.incrementAndGet() : 0;
        CommitCutAttempts request = new CommitCutAttempts(step, heldBy, server.proxy(), toldIds);
        return session.call(beside -> {
            CommitCutAccomplice accomplice = CommitCutAccomplice.start(beside, request);
            Outcome told = told(request);
            boolean asPlanned = accomplice.done();
            request.disarm();
            unsettled.add(new Performed(request, asPlanned));
            return told;
        });
    }

    private Outcome told(CommitCutAttempts request) {
        try {
            client.perform(server.through(request.application()), request);
            return Outcome.committed("committed");
        } catch (SQLException e) {
            return Outcome.atCommit(e);
        } catch (RuntimeException e) {
            if (SqlState.of(e).isEmpty()) {
                throw e;
            }
            return Outcome.atCommit(
                    new SQLException(e.getMessage(), SqlState.of(e).get().code(), e));
        }
    }

    @Override
    public void settle(int round) throws SQLException {
        for (Optional<Performed> next = next(); next.isPresent(); next = next()) {
            CommitCutAttempts request = next.get().request();
            List<Settlement> attempts = new ArrayList<>();
            for (Doubt doubt : request.doubts()) {
                attempts.add(certainty.settle(doubt));
            }
            boolean cut = request.cut() && next.get().asPlanned();
            ended.put(request.key(), new Ended(request.step(), cut, attempts));
        }
    }

    private Optional<Performed> next() {
        return Optional.ofNullable(unsettled.poll());
    }

    @Override
    public void judge(History history) throws SQLException {
        CommitCutRules rules = new CommitCutRules(stage.findings(), client.settles());
        Map<String, Long> applied = applied();
        for (Event event : history.events()) {
            String key = CommitCutStep.of(form, event.step(), event.round()).request();
            Optional.ofNullable(ended.get(key)).ifPresent(one -> rules.judge(event, known(one, applied, key)));
        }
    }

    private static CommitCutRules.Case known(Ended one, Map<String, Long> applied, String key) {
        return new CommitCutRules.Case(one.step(), one.cut(), one.attempts(), applied.getOrDefault(key, 0L));
    }

    private Map<String, Long> applied() throws SQLException {
        Map<String, Long> applied = new ConcurrentHashMap<>();
        Sql.rows(reader, row -> applied.put(row.getString("request"), row.getLong("attempts")), APPLIED);
        return applied;
    }
}
