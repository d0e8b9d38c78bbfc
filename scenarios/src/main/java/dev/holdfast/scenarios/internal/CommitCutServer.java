package dev.holdfast.scenarios.internal;

import dev.holdfast.core.AdvisoryLocks;
import dev.holdfast.proof.Route;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.certainty.LoggedIds;
import dev.holdfast.proof.fault.FaultProxy;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A server of one trial's own, since its synchronous standby doesn't exist: who commits with {@code synchronous_commit = on}
 * waits for ever. A proxy stands before it. Thread-safe.
 */
final class CommitCutServer {
    /** Namespace of the locks at which commits are held up. */
    static final int LOCKS = AdvisoryLocks.SCENARIO.namespace();

    private final EmbeddedPostgres server;
    private final Database database;
    private final FaultProxy proxy;
    private final LoggedIds loggedIds;

    private CommitCutServer(EmbeddedPostgres server, Database database, FaultProxy proxy) {
        this.server = server;
        this.database = database;
        this.proxy = proxy;
        this.loggedIds = new LoggedIds(server.log());
    }

    /** Of the version of the stage's server; ended with the stage. */
    static CommitCutServer on(Stage stage) throws SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.defaults()
                .withVersion(stage.server().version())
                .withMaxConnections(50 + 4 * stage.form().sessions())
                .withSetting(
                        "max_prepared_transactions",
                        Integer.toString(50 + 5 * stage.form().sessions()))
                .withSetting("synchronous_commit", "local")
                .withSetting("synchronous_standby_names", "holdfast_nobody"));
        stage.closeLater(server);
        Database database = server.createDatabase("commit_cut");
        FaultProxy proxy = FaultProxy.before(server, stage.seed());
        stage.closeLater(proxy);
        return new CommitCutServer(server, database, proxy);
    }

    /** The table of requests; it logs the transactions that the client can't ask for their number. */
    void createTables(Connection admin, boolean logged) throws SQLException {
        Sql.run(admin, """
                create table requests (request text not null, attempt text not null, part int not null, held_by int not null);
                create index on requests (attempt);
                create function hold_commit() returns trigger language plpgsql as $$
                begin
                    perform pg_advisory_xact_lock_shared(%d, new.held_by);
                    return null;
                end $$;
                create constraint trigger hold_commit after insert on requests deferrable initially deferred
                    for each row when (new.held_by > 0) execute function hold_commit()""".formatted(LOCKS));
        if (logged) {
            Sql.run(admin, LoggedIds.triggerOn("requests", "attempt"));
        }
    }

    LoggedIds loggedIds() {
        return loggedIds;
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** Straight to the server. */
    Connection connect(String application) throws SQLException {
        return Route.DIRECT.open(database, application);
    }

    /** New connections through the proxy, all of that name. */
    DataSource through(String application) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(proxy.jdbcUrl(database.name()));
        source.setUser(server.user());
        source.setPassword(server.password().use(String::new));
        source.setApplicationName(application);
        source.setAssumeMinServerVersion("13");
        source.setSslMode("disable");
        source.setGssEncMode("disable");
        return source;
    }
}
