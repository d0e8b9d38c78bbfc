package dev.holdfast.connections.internal;

import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.connections.internal.postgres.PostgresConnector;
import dev.holdfast.connections.internal.postgres.ServerAllowance;
import dev.holdfast.connections.spi.Attempt;
import dev.holdfast.connections.spi.Connector;
import dev.holdfast.connections.spi.PhysicalConnection;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Problems;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a pool stands on, found out before it begins.
 *
 * @param serverName the same for whoever leads to the same server
 * @param database the system database
 */
record Ground(Connector connector, String serverName, String database) {
    private static final Pattern DATABASE = Pattern.compile("jdbc:postgresql:(?://[^/?]*/)?([^?]*)(?:\\?.*)?");
    private static final AtomicLong STUBS = new AtomicLong();

    /**
     * Checks the options, and asks the server what it allows.
     *
     * @throws InvalidOption with everything that is wrong, the server's word included if it could be asked
     * @throws SQLException if the server can't be reached
     */
    static Ground of(ConnectionsOptions options) throws SQLException {
        Problems problems = new Problems();
        OptionChecks.check(options, problems);
        String database = databaseOf(options.url());
        Connector connector = connector(options, problems);
        if (connector == null || options.connector().isPresent()) {
            problems.throwIfAny();
            return new Ground(
                    Objects.requireNonNull(connector, "refused above"), "stub-" + STUBS.incrementAndGet(), database);
        }
        try {
            ServerAllowance allowance = ask(connector, options, database);
            OptionChecks.checkAllowance(options, allowance, problems);
            problems.throwIfAny();
            return new Ground(connector, nameOf(allowance, options), database);
        } catch (SQLException | RuntimeException e) {
            connector.close();
            problems.throwIfAny();
            throw e;
        }
    }

    private static @Nullable Connector connector(ConnectionsOptions options, Problems problems) {
        if (options.connector().isPresent()) {
            return options.connector().get();
        }
        try {
            return new PostgresConnector(options.url(), options.applicationName());
        } catch (InvalidOption e) {
            problems.add(e);
            return null;
        }
    }

    /** What stands between the server's address and the properties; decoded as the driver does. */
    private static String databaseOf(String url) {
        Matcher parts = DATABASE.matcher(url);
        return parts.matches() ? URLDecoder.decode(parts.group(1), StandardCharsets.UTF_8) : "";
    }

    /** One connection before the budget begins to count; it is gone when it is. */
    private static ServerAllowance ask(Connector connector, ConnectionsOptions options, String database)
            throws SQLException {
        PhysicalConnection first =
                connector.connect(new Attempt(database, options.credentials().current()));
        try {
            return ServerAllowance.of(first.jdbc());
        } finally {
            first.end(options.closePatience());
        }
    }

    /** A server and its standbys have the same identifier; where it can't be known, the URL has to do. */
    private static String nameOf(ServerAllowance allowance, ConnectionsOptions options) {
        String which = allowance.systemIdentifier().isPresent()
                ? Long.toUnsignedString(allowance.systemIdentifier().getAsLong())
                : options.url().replaceFirst("\\?.*", "");
        return which + ":" + allowance.port() + (allowance.inRecovery() ? "-standby" : "");
    }
}
