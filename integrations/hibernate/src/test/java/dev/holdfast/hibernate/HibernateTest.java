package dev.holdfast.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.BoundTenant;
import dev.holdfast.connections.Connections;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.connections.TenantUnavailable;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.TenantId;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Template;
import dev.holdfast.junit.TenantDatabases;
import dev.holdfast.junit.Tenants;
import dev.holdfast.junit.TestDatabase;
import dev.holdfast.junit.connections.TestConnections;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hibernate.HibernateException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hibernate itself, with an entity in two tenants' databases. */
@Holdfast
@Template("notes.sql")
class HibernateTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId UMBRELLA = new TenantId("Umbrella \"Corp\"");
    private static final Deadline SOON = Deadline.in(Duration.ofMinutes(10));

    private TenantDatabases databases;
    private Connections connections;
    private SessionFactory factory;

    @BeforeEach
    void open(@Tenants(2) TenantDatabases given) throws SQLException {
        databases = given;
        connections =
                Connections.open(TestConnections.options(given, 6).with(options -> options.naming(this::databaseOf)));
        Metadata entities = new MetadataSources(new StandardServiceRegistryBuilder()
                        .applySetting(
                                "hibernate.multi_tenant_connection_provider", new TenantConnectionProvider(connections))
                        .applySetting("hibernate.tenant_identifier_resolver", new BoundTenantResolver())
                        .applySetting("hibernate.current_session_context_class", "thread")
                        .build())
                .addAnnotatedClass(Note.class)
                .buildMetadata();
        factory = entities.buildSessionFactory();
    }

    private String databaseOf(TenantId tenant) {
        return databases.tenant(1 + List.of(ACME, UMBRELLA).indexOf(tenant)).name();
    }

    @AfterEach
    void everyLeaseIsBack() {
        factory.close();
        assertThat(connections.holders().oldest()).isEmpty();
        connections.close();
    }

    private long leases(TenantId tenant) {
        return Objects.requireNonNull(connections.statistics().tenants().get(tenant))
                .leases();
    }

    private void write(TenantId tenant, long id, String text) {
        try (BoundTenant bound = BoundTenant.bind(tenant)) {
            assertThat(bound).isNotNull();
            factory.inTransaction(session -> session.persist(new Note(id, text)));
        }
    }

    private List<String> notes(int tenant) throws SQLException {
        TestDatabase database = databases.tenant(tenant);
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT text FROM note ORDER BY id")) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @Test
    void hibernateStartsOnTheSystemDatabaseAlone() {
        assertThat(connections.statistics().system().leases()).isPositive();
        assertThat(connections.statistics().tenants()).isEmpty();
    }

    @Test
    void whatATenantWritesIsInItsDatabaseOnly() throws SQLException {
        write(ACME, 1, "of acme");
        write(UMBRELLA, 1, "of umbrella");
        write(UMBRELLA, 2, "of umbrella, too");
        assertThat(notes(1)).containsExactly("of acme");
        assertThat(notes(2)).containsExactly("of umbrella", "of umbrella, too");
        assertThat(leases(ACME)).isEqualTo(1);
        assertThat(leases(UMBRELLA)).isEqualTo(2);
    }

    @Test
    void aSessionReadsItsTenantsDatabase() {
        write(ACME, 1, "of acme");
        write(UMBRELLA, 1, "of umbrella");
        try (BoundTenant bound = BoundTenant.bind(UMBRELLA)) {
            assertThat(bound).isNotNull();
            String read =
                    factory.fromSession(session -> session.find(Note.class, 1).text());
            assertThat(read).isEqualTo("of umbrella");
        }
    }

    @Test
    void aSessionMayNameItsTenantItself() {
        write(ACME, 1, "of acme");
        try (Session session =
                factory.withOptions().tenantIdentifier((Object) ACME.value()).openSession()) {
            assertThat(session.find(Note.class, 1).text()).isEqualTo("of acme");
        }
    }

    @Test
    void withoutATenantThereIsNoSession() {
        long before = connections.statistics().total().leases();
        assertThatThrownBy(() -> factory.openSession())
                .isInstanceOf(HibernateException.class)
                .hasMessageContaining("no tenant identifier");
        assertThat(connections.statistics().total().leases()).isEqualTo(before);
    }

    @Test
    void aThreadsSessionIsRefusedToAnotherTenant() {
        try (BoundTenant acme = BoundTenant.bind(ACME)) {
            assertThat(acme).isNotNull();
            Session session = factory.getCurrentSession();
            try (BoundTenant other = BoundTenant.bind(UMBRELLA)) {
                assertThat(other).isNotNull();
                assertThatThrownBy(factory::getCurrentSession).isInstanceOf(HibernateException.class);
            }
            session.close();
        }
    }

    @Test
    void aTransactionThatFailsGivesItsLeaseBack() throws SQLException {
        write(ACME, 1, "once");
        assertThatThrownBy(() -> write(ACME, 2, "once"))
                .hasRootCauseInstanceOf(SQLException.class)
                .isInstanceOf(ConstraintViolationException.class);
        assertThat(connections.holders().oldest()).isEmpty();
        assertThat(notes(1)).containsExactly("once");
    }

    @Test
    void aRefusedLeaseIsAmongTheCauses() throws SQLException {
        connections.tenants().register(ACME, TenantLimits.upTo(1));
        connections.tenants().close(ACME, SOON);
        assertThatThrownBy(() -> write(ACME, 1, "never"))
                .isInstanceOf(HibernateException.class)
                .hasRootCauseInstanceOf(TenantUnavailable.class);
        connections.tenants().reopen(ACME);
        write(ACME, 1, "now");
        assertThat(notes(1)).containsExactly("now");
    }

    @Test
    void whatIsNoTenantsIdIsRefused() {
        TenantConnectionProvider provider = new TenantConnectionProvider(connections);
        assertThatThrownBy(() -> provider.getConnection("")).isInstanceOf(InvalidOption.class);
    }

    @Test
    void theProviderShowsItsConnectionsAndNothingElse() {
        TenantConnectionProvider provider = new TenantConnectionProvider(connections);
        assertThat(provider.unwrap(Connections.class)).isSameAs(connections);
        assertThat(provider.unwrap(MultiTenantConnectionProvider.class)).isSameAs(provider);
        assertThat(provider.isUnwrappableAs(Connections.class)).isTrue();
        assertThat(provider.isUnwrappableAs(TenantConnectionProvider.class)).isTrue();
        assertThat(provider.isUnwrappableAs(String.class)).isFalse();
        assertThatThrownBy(() -> provider.unwrap(String.class)).isInstanceOf(HibernateException.class);
        assertThat(provider.supportsAggressiveRelease()).isFalse();
    }

    @Test
    void theProviderIsNotWrittenDown() throws Exception {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(new TenantConnectionProvider(connections)))
                    .isInstanceOf(NotSerializableException.class);
        }
    }
}
