package dev.holdfast.benchmarks.pools;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection that does nothing, and nothing slowly: what is measured with it is the pool. */
final class StubConnection implements Connection {
    private boolean closed;
    private boolean autoCommit = true;
    private boolean readOnly;

    @Override
    public Statement createStatement() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public PreparedStatement prepareStatement(String first) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public CallableStatement prepareCall(String first) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public String nativeSQL(String first) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public void setAutoCommit(boolean value) {
        autoCommit = value;
    }

    @Override
    public boolean getAutoCommit() {
        return autoCommit;
    }

    @Override
    public void commit() {}

    @Override
    public void rollback() {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public void setReadOnly(boolean value) {
        readOnly = value;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public void setCatalog(String first) {}

    @Override
    public String getCatalog() {
        return "stub";
    }

    @Override
    public void setTransactionIsolation(int first) {}

    @Override
    public int getTransactionIsolation() {
        return TRANSACTION_READ_COMMITTED;
    }

    @Override
    public @Nullable SQLWarning getWarnings() {
        return null;
    }

    @Override
    public void clearWarnings() {}

    @Override
    public Statement createStatement(int first, int second) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public PreparedStatement prepareStatement(String first, int second, int third)
            throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public CallableStatement prepareCall(String first, int second, int third) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> first) {}

    @Override
    public void setHoldability(int first) {}

    @Override
    public int getHoldability() {
        return ResultSet.CLOSE_CURSORS_AT_COMMIT;
    }

    @Override
    public Savepoint setSavepoint() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public Savepoint setSavepoint(String first) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public void rollback(Savepoint first) {}

    @Override
    public void releaseSavepoint(Savepoint first) {}

    @Override
    public Statement createStatement(int first, int second, int third) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public PreparedStatement prepareStatement(String first, int second, int third, int fourth)
            throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public CallableStatement prepareCall(String first, int second, int third, int fourth)
            throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public PreparedStatement prepareStatement(String first, int second) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public PreparedStatement prepareStatement(String first, int[] second) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public PreparedStatement prepareStatement(String first, String[] second) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public Clob createClob() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public Blob createBlob() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public NClob createNClob() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public SQLXML createSQLXML() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public boolean isValid(int first) {
        return !closed;
    }

    @Override
    public void setClientInfo(String first, String second) {}

    @Override
    public void setClientInfo(Properties first) {}

    @Override
    public String getClientInfo(String first) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public Properties getClientInfo() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public Array createArrayOf(String first, Object[] second) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public Struct createStruct(String first, Object[] second) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the stub does nothing");
    }

    @Override
    public void setSchema(String first) {}

    @Override
    public String getSchema() {
        return "stub";
    }

    @Override
    public void abort(Executor first) {
        closed = true;
    }

    @Override
    public void setNetworkTimeout(Executor first, int second) {}

    @Override
    public int getNetworkTimeout() {
        return 0;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
