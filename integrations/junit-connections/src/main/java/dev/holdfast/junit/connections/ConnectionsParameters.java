package dev.holdfast.junit.connections;

import dev.holdfast.connections.Connections;
import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.connections.HandOver;
import dev.holdfast.junit.TenantDatabases;
import dev.holdfast.junit.TestDatabase;
import dev.holdfast.junit.spi.ParameterProvider;
import java.lang.reflect.Parameter;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Makes a test's {@link Connections}; found by {@link java.util.ServiceLoader}. */
public final class ConnectionsParameters implements ParameterProvider {
    private static final int USUAL_BUDGET = 10;

    public ConnectionsParameters() {}

    @Override
    public boolean supports(Parameter parameter) {
        return parameter.getType() == Connections.class;
    }

    @Override
    public Object create(Parameter parameter, TestDatabase database) throws SQLException {
        return open(TestConnections.options(database, budget(parameter)), parameter);
    }

    @Override
    public Object create(Parameter parameter, TenantDatabases databases) throws SQLException {
        return open(TestConnections.options(databases, budget(parameter)), parameter);
    }

    private static int budget(Parameter parameter) {
        @Nullable Pooled pooled = parameter.getAnnotation(Pooled.class);
        return pooled == null ? USUAL_BUDGET : pooled.budget();
    }

    private static HandOver handOver(Parameter parameter) {
        @Nullable Pooled pooled = parameter.getAnnotation(Pooled.class);
        return pooled == null ? HandOver.STRICT : pooled.handOver();
    }

    private static Connections open(ConnectionsOptions options, Parameter parameter) throws SQLException {
        HandOver handOver = handOver(parameter);
        return new WatchedConnections(Connections.open(options.with(change -> change.handOver(handOver))));
    }
}
