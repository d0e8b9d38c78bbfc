package dev.holdfast.connections.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.junit.Holdfast;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** PostgreSQL's driver works through a lease, and is never seen. */
@Holdfast
class LeaseOnPostgresTest {
    private Connection bare;
    private RecordingLent lent;
    private LeasedConnection lease;

    @BeforeEach
    void lend(DataSource dataSource) throws SQLException {
        bare = dataSource.getConnection();
        lent = new RecordingLent(bare);
        lease = new LeasedConnection(lent, 1, true, null);
    }

    @AfterEach
    void end() throws SQLException {
        bare.close();
    }

    @Test
    void arraysGoThereAndBack() throws SQLException {
        try (PreparedStatement statement = lease.prepareStatement("SELECT ?::int[], ?")) {
            Array array = lease.createArrayOf("int4", new Object[] {1, 2});
            statement.setArray(1, array);
            statement.setObject(2, array);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat((Integer[]) row.getArray(1).getArray()).containsExactly(1, 2);
                assertThat(row.getObject(2)).isInstanceOf(LeasedArray.class).hasToString("{1,2}");
                Statement ofElements =
                        row.getObject(1, Array.class).getResultSet().getStatement();
                assertThat(ofElements.getConnection()).isSameAs(lease);
            }
        }
    }

    @Test
    void cursorOfAFunctionIsLeasedToo() throws SQLException {
        lease.setAutoCommit(false);
        lease.createStatement()
                .execute("CREATE FUNCTION cursor_of() RETURNS refcursor LANGUAGE plpgsql AS"
                        + " $$ DECLARE c refcursor; BEGIN OPEN c FOR SELECT 42; RETURN c; END $$");
        try (CallableStatement call = lease.prepareCall("{? = call cursor_of()}")) {
            call.registerOutParameter(1, Types.REF_CURSOR);
            call.execute();
            ResultSet results = (ResultSet) call.getObject(1);
            assertThat(results.next()).isTrue();
            assertThat(results.getInt(1)).isEqualTo(42);
            assertThat(results.getStatement().getConnection()).isSameAs(lease);
        }
        lease.rollback();
    }

    @Test
    void largeObjectEndsWithTheLease() throws SQLException {
        lease.setAutoCommit(false);
        Blob blob;
        try (ResultSet row = lease.createStatement().executeQuery("SELECT lo_from_bytea(0, 'abc')")) {
            row.next();
            blob = row.getBlob(1);
        }
        assertThat(blob.length()).isEqualTo(3);
        assertThat(lease.isTainted()).isFalse();
        lease.close();
        assertThatThrownBy(blob::length)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
        assertThat(lent.marks() & Lent.TAINTED).isZero();
        bare.rollback();
    }

    @Test
    void unwrapGivesTheDriversAndTaints() throws SQLException {
        assertThat(lease.isWrapperFor(PGConnection.class)).isTrue();
        assertThat(lease.isTainted()).isFalse();
        assertThat(lease.unwrap(PGConnection.class).getBackendPID()).isPositive();
        assertThat(lease.isTainted()).isTrue();
        LeasedConnection second = new LeasedConnection(lent, 2, true, null);
        assertThat(second.createStatement().unwrap(PGStatement.class).getPrepareThreshold())
                .isPositive();
        assertThat(second.isTainted()).isTrue();
    }

    @Test
    void theDriversStatementsAreClosedAtTheEnd() throws SQLException {
        Statement statement = lease.prepareStatement("SELECT 1");
        Statement ofDriver = ((LeasedStatement<?>) statement).driver();
        lease.close();
        assertThat(ofDriver.isClosed()).isTrue();
        assertThat(bare.isClosed()).isFalse();
        assertThat(lent.marks()).isZero();
    }

    @Test
    void aKilledSessionIsBroken(DataSource dataSource) throws SQLException {
        int pid = bare.unwrap(PGConnection.class).getBackendPID();
        try (Connection other = dataSource.getConnection();
                Statement killer = other.createStatement()) {
            killer.execute("SELECT pg_terminate_backend(" + pid + ", 10000)");
        }
        Statement statement = lease.createStatement();
        assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
        assertThat(lent.noticed).isNotEmpty();
        lease.close();
        assertThat(lent.marks() & Lent.BROKEN).isEqualTo(Lent.BROKEN);
    }

    @Test
    void metadataReadsAsUsual() throws SQLException {
        lease.createStatement().execute("CREATE TABLE seen (a int)");
        try (ResultSet tables = lease.getMetaData().getTables(null, null, "seen", null)) {
            assertThat(tables.next()).isTrue();
            assertThat(tables.getString("TABLE_NAME")).isEqualTo("seen");
            assertThat(tables.getStatement().getConnection()).isSameAs(lease);
            assertThat(tables.getMetaData().getColumnCount()).isPositive();
        }
    }
}
