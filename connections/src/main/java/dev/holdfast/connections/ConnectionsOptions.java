package dev.holdfast.connections;

import dev.holdfast.connections.spi.Connector;
import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.Problems;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How {@link Connections} behave. Immutable; start from {@link #forServer} and change what differs. Mistakes are refused all
 * together by {@link Connections#open}.
 *
 * @param url of the system database, {@code jdbc:postgresql://host:port/database?properties}. The properties hold for
 *     tenants' connections as well; a user or password in it is refused
 * @param credentials what to log in with
 * @param budget the connections that this JVM may have on the server, all databases and purposes together
 * @param reservedForSystem slots of the budget that only the system database's connections can have
 * @param systemMax the system database's connections at most
 * @param tenantLimits limits of a tenant that has none of its own
 * @param registeredOnly refuse tenants that {@link Tenants#register} has not seen
 * @param naming which database is whose
 * @param handOver how a connection is passed on
 * @param patience how long {@link Connections#lease(dev.holdfast.core.TenantId)} waits when it is given no deadline
 * @param maxQueue requests that may wait for one tenant
 * @param opensAtOnce connections being opened at once; logging in burns the server's CPU
 * @param openTimeout when an attempt to open is ended
 * @param quantum what a tenant may hold a connection for while others wait and it has nothing left of its share; should be 20 times what opening
 *     takes, or the switches eat the budget
 * @param keep how long an idle connection of a tenant with a share left is kept from those who wait
 * @param idleTimeout a connection that nobody used for this long is closed, down to the tenant's minimum
 * @param maxLifetime a connection older than this, less up to a quarter at random, is closed when it comes back
 * @param idleCheck an idle connection that can't be watched is asked after this long whether it is alive
 * @param validationTimeout how long such a question may take
 * @param leakAfter a lease that is out for longer is reported; zero for never
 * @param leakStacks whether a lease remembers where it was taken
 * @param failureMemory for how long a permanent error (no such database, wrong password) is answered from memory at first;
 *     doubles up to 30 times this
 * @param closePatience how long the end of a backend is awaited before the server is asked about it
 * @param applicationName as shown in {@code pg_stat_activity}
 * @param listener hears what happens
 * @param connector what opens connections, instead of PostgreSQL's driver; the server is not asked what it allows then
 */
public record ConnectionsOptions(
        String url,
        CredentialSource credentials,
        int budget,
        int reservedForSystem,
        int systemMax,
        TenantLimits tenantLimits,
        boolean registeredOnly,
        DatabaseNaming naming,
        HandOver handOver,
        Duration patience,
        int maxQueue,
        int opensAtOnce,
        Duration openTimeout,
        Duration quantum,
        Duration keep,
        Duration idleTimeout,
        Duration maxLifetime,
        Duration idleCheck,
        Duration validationTimeout,
        Duration leakAfter,
        LeakStacks leakStacks,
        Duration failureMemory,
        Duration closePatience,
        String applicationName,
        ConnectionsListener listener,
        Optional<Connector> connector) {

    /** Usual values for one server, with a budget of {@code budget} connections. */
    public static ConnectionsOptions forServer(String url, CredentialSource credentials, int budget) {
        return new Builder(url, credentials, budget).build();
    }

    /** These, but for what {@code change} sets. */
    public ConnectionsOptions with(Consumer<Builder> change) {
        Builder builder = new Builder(this);
        change.accept(builder);
        return builder.build();
    }

    /** Adds what is wrong with these options by themselves; what the server allows is asked later. */
    void check(Problems problems) {
        // see OptionChecks
        dev.holdfast.connections.internal.OptionChecks.check(this, problems);
    }

    /** Options in the making. Not thread-safe. */
    public static final class Builder {
        private String url;
        private CredentialSource credentials;
        private int budget;
        private int reservedForSystem;
        private int systemMax;
        private TenantLimits tenantLimits;
        private boolean registeredOnly;
        private DatabaseNaming naming;
        private HandOver handOver;
        private Duration patience;
        private int maxQueue;
        private int opensAtOnce;
        private Duration openTimeout;
        private Duration quantum;
        private Duration keep;
        private Duration idleTimeout;
        private Duration maxLifetime;
        private Duration idleCheck;
        private Duration validationTimeout;
        private Duration leakAfter;
        private LeakStacks leakStacks;
        private Duration failureMemory;
        private Duration closePatience;
        private String applicationName;
        private ConnectionsListener listener;
        private Optional<Connector> connector;

        private Builder(String url, CredentialSource credentials, int budget) {
            this.url = url;
            this.credentials = credentials;
            this.budget = budget;
            this.reservedForSystem = Math.min(2, Math.max(1, budget / 4));
            this.systemMax = Math.max(1, Math.min(10, budget / 2));
            this.tenantLimits = TenantLimits.upTo(Math.max(1, Math.min(10, budget / 2)));
            this.registeredOnly = false;
            this.naming = DatabaseNaming.prefix("tenant_");
            this.handOver = HandOver.STRICT;
            this.patience = Duration.ofSeconds(5);
            this.maxQueue = 1_000;
            this.opensAtOnce = Math.max(8, Runtime.getRuntime().availableProcessors());
            this.openTimeout = Duration.ofSeconds(5);
            this.quantum = Duration.ofMillis(150);
            this.keep = Duration.ofMillis(10);
            this.idleTimeout = Duration.ofMinutes(5);
            this.maxLifetime = Duration.ofMinutes(30);
            this.idleCheck = Duration.ofSeconds(30);
            this.validationTimeout = Duration.ofSeconds(2);
            this.leakAfter = Duration.ofSeconds(60);
            this.leakStacks = LeakStacks.SAMPLED;
            this.failureMemory = Duration.ofSeconds(1);
            this.closePatience = Duration.ofSeconds(5);
            this.applicationName = "holdfast";
            this.listener = new ConnectionsListener() {};
            this.connector = Optional.empty();
        }

        private Builder(ConnectionsOptions options) {
            this.url = options.url;
            this.credentials = options.credentials;
            this.budget = options.budget;
            this.reservedForSystem = options.reservedForSystem;
            this.systemMax = options.systemMax;
            this.tenantLimits = options.tenantLimits;
            this.registeredOnly = options.registeredOnly;
            this.naming = options.naming;
            this.handOver = options.handOver;
            this.patience = options.patience;
            this.maxQueue = options.maxQueue;
            this.opensAtOnce = options.opensAtOnce;
            this.openTimeout = options.openTimeout;
            this.quantum = options.quantum;
            this.keep = options.keep;
            this.idleTimeout = options.idleTimeout;
            this.maxLifetime = options.maxLifetime;
            this.idleCheck = options.idleCheck;
            this.validationTimeout = options.validationTimeout;
            this.leakAfter = options.leakAfter;
            this.leakStacks = options.leakStacks;
            this.failureMemory = options.failureMemory;
            this.closePatience = options.closePatience;
            this.applicationName = options.applicationName;
            this.listener = options.listener;
            this.connector = options.connector;
        }

        public Builder url(String value) {
            this.url = value;
            return this;
        }

        public Builder credentials(CredentialSource value) {
            this.credentials = value;
            return this;
        }

        public Builder budget(int value) {
            this.budget = value;
            return this;
        }

        public Builder reservedForSystem(int value) {
            this.reservedForSystem = value;
            return this;
        }

        public Builder systemMax(int value) {
            this.systemMax = value;
            return this;
        }

        public Builder tenantLimits(TenantLimits value) {
            this.tenantLimits = value;
            return this;
        }

        public Builder registeredOnly(boolean value) {
            this.registeredOnly = value;
            return this;
        }

        public Builder naming(DatabaseNaming value) {
            this.naming = value;
            return this;
        }

        public Builder handOver(HandOver value) {
            this.handOver = value;
            return this;
        }

        public Builder patience(Duration value) {
            this.patience = value;
            return this;
        }

        public Builder maxQueue(int value) {
            this.maxQueue = value;
            return this;
        }

        public Builder opensAtOnce(int value) {
            this.opensAtOnce = value;
            return this;
        }

        public Builder openTimeout(Duration value) {
            this.openTimeout = value;
            return this;
        }

        public Builder quantum(Duration value) {
            this.quantum = value;
            return this;
        }

        public Builder keep(Duration value) {
            this.keep = value;
            return this;
        }

        public Builder idleTimeout(Duration value) {
            this.idleTimeout = value;
            return this;
        }

        public Builder maxLifetime(Duration value) {
            this.maxLifetime = value;
            return this;
        }

        public Builder idleCheck(Duration value) {
            this.idleCheck = value;
            return this;
        }

        public Builder validationTimeout(Duration value) {
            this.validationTimeout = value;
            return this;
        }

        public Builder leakAfter(Duration value) {
            this.leakAfter = value;
            return this;
        }

        public Builder leakStacks(LeakStacks value) {
            this.leakStacks = value;
            return this;
        }

        public Builder failureMemory(Duration value) {
            this.failureMemory = value;
            return this;
        }

        public Builder closePatience(Duration value) {
            this.closePatience = value;
            return this;
        }

        public Builder applicationName(String value) {
            this.applicationName = value;
            return this;
        }

        public Builder listener(ConnectionsListener value) {
            this.listener = value;
            return this;
        }

        public Builder connector(Connector value) {
            this.connector = Optional.of(value);
            return this;
        }

        private ConnectionsOptions build() {
            return new ConnectionsOptions(
                    url,
                    credentials,
                    budget,
                    reservedForSystem,
                    systemMax,
                    tenantLimits,
                    registeredOnly,
                    naming,
                    handOver,
                    patience,
                    maxQueue,
                    opensAtOnce,
                    openTimeout,
                    quantum,
                    keep,
                    idleTimeout,
                    maxLifetime,
                    idleCheck,
                    validationTimeout,
                    leakAfter,
                    leakStacks,
                    failureMemory,
                    closePatience,
                    applicationName,
                    listener,
                    connector);
        }
    }
}
