// Generated from the interfaces of java.sql, by DelegatesSource, among the tests. Don't edit:
// ./holdfast test Delegates -Dholdfast.accept=true writes it anew; ./holdfast fmt formats it.
package dev.holdfast.connections.internal;

import java.sql.*;
import org.jspecify.annotations.NullUnmarked;

/**
 * Passes on every call of JDBC to the driver. What may talk to the server is counted while it lasts ({@code enter},
 * {@code leave}), so that whoever ends the lease meanwhile knows; what only reads or fills memory isn't ({@code open}).
 */
@NullUnmarked // java.sql doesn't say what may be null
final class Delegates {
    private Delegates() {}

    abstract static class OfConnection extends Leased<Connection> implements Connection {
        @Override
        public void beginRequest() throws SQLException {
            Connection driver = enter();
            try {
                driver.beginRequest();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void clearWarnings() throws SQLException {
            Connection driver = enter();
            try {
                driver.clearWarnings();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void commit() throws SQLException {
            Connection driver = enter();
            try {
                driver.commit();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Array createArrayOf(String a, Object[] b) throws SQLException {
            Connection driver = enter();
            try {
                return leased(driver.createArrayOf(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Blob createBlob() throws SQLException {
            Connection driver = enter();
            try {
                return leased(driver.createBlob());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Clob createClob() throws SQLException {
            Connection driver = enter();
            try {
                return leased(driver.createClob());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public NClob createNClob() throws SQLException {
            Connection driver = enter();
            try {
                return leased(driver.createNClob());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public SQLXML createSQLXML() throws SQLException {
            Connection driver = enter();
            try {
                return driver.createSQLXML();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Statement createStatement() throws SQLException {
            Connection driver = enter();
            try {
                return leased(driver.createStatement());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Statement createStatement(int a, int b) throws SQLException {
            Connection driver = enter();
            try {
                return leased(driver.createStatement(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Statement createStatement(int a, int b, int c) throws SQLException {
            Connection driver = enter();
            try {
                return leased(driver.createStatement(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Struct createStruct(String a, Object[] b) throws SQLException {
            Connection driver = enter();
            try {
                return driver.createStruct(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void endRequest() throws SQLException {
            Connection driver = enter();
            try {
                driver.endRequest();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean getAutoCommit() throws SQLException {
            Connection driver = enter();
            try {
                return driver.getAutoCommit();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getCatalog() throws SQLException {
            Connection driver = enter();
            try {
                return driver.getCatalog();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getClientInfo(String a) throws SQLException {
            Connection driver = enter();
            try {
                return driver.getClientInfo(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.util.Properties getClientInfo() throws SQLException {
            Connection driver = enter();
            try {
                return driver.getClientInfo();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getHoldability() throws SQLException {
            Connection driver = enter();
            try {
                return driver.getHoldability();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public DatabaseMetaData getMetaData() throws SQLException {
            Connection driver = enter();
            try {
                return leased(driver.getMetaData());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getNetworkTimeout() throws SQLException {
            Connection driver = enter();
            try {
                return driver.getNetworkTimeout();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getSchema() throws SQLException {
            Connection driver = enter();
            try {
                return driver.getSchema();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getTransactionIsolation() throws SQLException {
            Connection driver = enter();
            try {
                return driver.getTransactionIsolation();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.util.Map<String, Class<?>> getTypeMap() throws SQLException {
            Connection driver = enter();
            try {
                return driver.getTypeMap();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public SQLWarning getWarnings() throws SQLException {
            Connection driver = enter();
            try {
                return driver.getWarnings();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isReadOnly() throws SQLException {
            Connection driver = enter();
            try {
                return driver.isReadOnly();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String nativeSQL(String a) throws SQLException {
            Connection driver = enter();
            try {
                return driver.nativeSQL(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public CallableStatement prepareCall(String a) throws SQLException {
            Connection driver = enter();
            try {
                inspect(a);
                return leased(driver.prepareCall(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public CallableStatement prepareCall(String a, int b, int c) throws SQLException {
            Connection driver = enter();
            try {
                inspect(a);
                return leased(driver.prepareCall(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public CallableStatement prepareCall(String a, int b, int c, int d) throws SQLException {
            Connection driver = enter();
            try {
                inspect(a);
                return leased(driver.prepareCall(a, b, c, d));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public PreparedStatement prepareStatement(String a) throws SQLException {
            Connection driver = enter();
            try {
                inspect(a);
                return leased(driver.prepareStatement(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public PreparedStatement prepareStatement(String a, int b) throws SQLException {
            Connection driver = enter();
            try {
                inspect(a);
                return leased(driver.prepareStatement(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public PreparedStatement prepareStatement(String a, int b, int c) throws SQLException {
            Connection driver = enter();
            try {
                inspect(a);
                return leased(driver.prepareStatement(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public PreparedStatement prepareStatement(String a, int b, int c, int d) throws SQLException {
            Connection driver = enter();
            try {
                inspect(a);
                return leased(driver.prepareStatement(a, b, c, d));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public PreparedStatement prepareStatement(String a, int[] b) throws SQLException {
            Connection driver = enter();
            try {
                inspect(a);
                return leased(driver.prepareStatement(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public PreparedStatement prepareStatement(String a, String[] b) throws SQLException {
            Connection driver = enter();
            try {
                inspect(a);
                return leased(driver.prepareStatement(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void releaseSavepoint(Savepoint a) throws SQLException {
            Connection driver = enter();
            try {
                driver.releaseSavepoint(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void rollback() throws SQLException {
            Connection driver = enter();
            try {
                driver.rollback();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void rollback(Savepoint a) throws SQLException {
            Connection driver = enter();
            try {
                driver.rollback(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setAutoCommit(boolean a) throws SQLException {
            Connection driver = enter();
            try {
                driver.setAutoCommit(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setCatalog(String a) throws SQLException {
            Connection driver = enter();
            try {
                driver.setCatalog(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setHoldability(int a) throws SQLException {
            Connection driver = enter();
            try {
                driver.setHoldability(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNetworkTimeout(java.util.concurrent.Executor a, int b) throws SQLException {
            Connection driver = enter();
            try {
                driver.setNetworkTimeout(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setReadOnly(boolean a) throws SQLException {
            Connection driver = enter();
            try {
                driver.setReadOnly(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Savepoint setSavepoint() throws SQLException {
            Connection driver = enter();
            try {
                return driver.setSavepoint();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Savepoint setSavepoint(String a) throws SQLException {
            Connection driver = enter();
            try {
                return driver.setSavepoint(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setSchema(String a) throws SQLException {
            Connection driver = enter();
            try {
                driver.setSchema(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setShardingKey(ShardingKey a) throws SQLException {
            Connection driver = enter();
            try {
                driver.setShardingKey(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setShardingKey(ShardingKey a, ShardingKey b) throws SQLException {
            Connection driver = enter();
            try {
                driver.setShardingKey(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean setShardingKeyIfValid(ShardingKey a, int b) throws SQLException {
            Connection driver = enter();
            try {
                return driver.setShardingKeyIfValid(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean setShardingKeyIfValid(ShardingKey a, ShardingKey b, int c) throws SQLException {
            Connection driver = enter();
            try {
                return driver.setShardingKeyIfValid(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setTransactionIsolation(int a) throws SQLException {
            Connection driver = enter();
            try {
                driver.setTransactionIsolation(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setTypeMap(java.util.Map<String, Class<?>> a) throws SQLException {
            Connection driver = enter();
            try {
                driver.setTypeMap(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }
    }

    abstract static class OfStatement<D extends Statement> extends LeasedPart<D> implements Statement {
        OfStatement(LeasedConnection lease, D driver) {
            super(lease, driver);
        }

        @Override
        public void addBatch(String a) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                driver.addBatch(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void cancel() throws SQLException {
            D driver = enter();
            try {
                driver.cancel();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void clearBatch() throws SQLException {
            D driver = enter();
            try {
                driver.clearBatch();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void clearWarnings() throws SQLException {
            D driver = enter();
            try {
                driver.clearWarnings();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void closeOnCompletion() throws SQLException {
            D driver = enter();
            try {
                driver.closeOnCompletion();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String enquoteIdentifier(String a, boolean b) throws SQLException {
            D driver = enter();
            try {
                return driver.enquoteIdentifier(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String enquoteLiteral(String a) throws SQLException {
            D driver = enter();
            try {
                return driver.enquoteLiteral(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String enquoteNCharLiteral(String a) throws SQLException {
            D driver = enter();
            try {
                return driver.enquoteNCharLiteral(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean execute(String a) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return driver.execute(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean execute(String a, int b) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return driver.execute(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean execute(String a, int[] b) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return driver.execute(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean execute(String a, String[] b) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return driver.execute(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int[] executeBatch() throws SQLException {
            D driver = enter();
            try {
                return driver.executeBatch();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long[] executeLargeBatch() throws SQLException {
            D driver = enter();
            try {
                return driver.executeLargeBatch();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long executeLargeUpdate(String a) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return driver.executeLargeUpdate(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long executeLargeUpdate(String a, int b) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return driver.executeLargeUpdate(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long executeLargeUpdate(String a, int[] b) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return driver.executeLargeUpdate(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long executeLargeUpdate(String a, String[] b) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return driver.executeLargeUpdate(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet executeQuery(String a) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return leased(driver.executeQuery(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int executeUpdate(String a) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return driver.executeUpdate(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int executeUpdate(String a, int b) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return driver.executeUpdate(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int executeUpdate(String a, int[] b) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return driver.executeUpdate(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int executeUpdate(String a, String[] b) throws SQLException {
            D driver = enter();
            try {
                inspect(a);
                return driver.executeUpdate(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getFetchDirection() throws SQLException {
            D driver = enter();
            try {
                return driver.getFetchDirection();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getFetchSize() throws SQLException {
            D driver = enter();
            try {
                return driver.getFetchSize();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getGeneratedKeys() throws SQLException {
            D driver = enter();
            try {
                return leased(driver.getGeneratedKeys());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long getLargeMaxRows() throws SQLException {
            D driver = enter();
            try {
                return driver.getLargeMaxRows();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long getLargeUpdateCount() throws SQLException {
            D driver = enter();
            try {
                return driver.getLargeUpdateCount();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxFieldSize() throws SQLException {
            D driver = enter();
            try {
                return driver.getMaxFieldSize();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxRows() throws SQLException {
            D driver = enter();
            try {
                return driver.getMaxRows();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean getMoreResults() throws SQLException {
            D driver = enter();
            try {
                return driver.getMoreResults();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean getMoreResults(int a) throws SQLException {
            D driver = enter();
            try {
                return driver.getMoreResults(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getQueryTimeout() throws SQLException {
            D driver = enter();
            try {
                return driver.getQueryTimeout();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getResultSet() throws SQLException {
            D driver = enter();
            try {
                return leased(driver.getResultSet());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getResultSetConcurrency() throws SQLException {
            D driver = enter();
            try {
                return driver.getResultSetConcurrency();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getResultSetHoldability() throws SQLException {
            D driver = enter();
            try {
                return driver.getResultSetHoldability();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getResultSetType() throws SQLException {
            D driver = enter();
            try {
                return driver.getResultSetType();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getUpdateCount() throws SQLException {
            D driver = enter();
            try {
                return driver.getUpdateCount();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public SQLWarning getWarnings() throws SQLException {
            D driver = enter();
            try {
                return driver.getWarnings();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isCloseOnCompletion() throws SQLException {
            D driver = enter();
            try {
                return driver.isCloseOnCompletion();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isPoolable() throws SQLException {
            D driver = enter();
            try {
                return driver.isPoolable();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isSimpleIdentifier(String a) throws SQLException {
            D driver = enter();
            try {
                return driver.isSimpleIdentifier(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setCursorName(String a) throws SQLException {
            D driver = enter();
            try {
                driver.setCursorName(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setEscapeProcessing(boolean a) throws SQLException {
            D driver = enter();
            try {
                driver.setEscapeProcessing(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setFetchDirection(int a) throws SQLException {
            D driver = enter();
            try {
                driver.setFetchDirection(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setFetchSize(int a) throws SQLException {
            D driver = enter();
            try {
                driver.setFetchSize(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setLargeMaxRows(long a) throws SQLException {
            D driver = enter();
            try {
                driver.setLargeMaxRows(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setMaxFieldSize(int a) throws SQLException {
            D driver = enter();
            try {
                driver.setMaxFieldSize(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setMaxRows(int a) throws SQLException {
            D driver = enter();
            try {
                driver.setMaxRows(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setPoolable(boolean a) throws SQLException {
            D driver = enter();
            try {
                driver.setPoolable(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setQueryTimeout(int a) throws SQLException {
            D driver = enter();
            try {
                driver.setQueryTimeout(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }
    }

    abstract static class OfPreparedStatement<D extends PreparedStatement> extends LeasedStatement<D>
            implements PreparedStatement {
        OfPreparedStatement(LeasedConnection lease, D driver) {
            super(lease, driver);
        }

        @Override
        public void addBatch() throws SQLException {
            D driver = open();
            try {
                driver.addBatch();
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void clearParameters() throws SQLException {
            D driver = open();
            try {
                driver.clearParameters();
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public boolean execute() throws SQLException {
            D driver = enter();
            try {
                return driver.execute();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long executeLargeUpdate() throws SQLException {
            D driver = enter();
            try {
                return driver.executeLargeUpdate();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet executeQuery() throws SQLException {
            D driver = enter();
            try {
                return leased(driver.executeQuery());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int executeUpdate() throws SQLException {
            D driver = enter();
            try {
                return driver.executeUpdate();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSetMetaData getMetaData() throws SQLException {
            D driver = enter();
            try {
                return leased(driver.getMetaData());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ParameterMetaData getParameterMetaData() throws SQLException {
            D driver = enter();
            try {
                return leased(driver.getParameterMetaData());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setArray(int a, Array b) throws SQLException {
            D driver = enter();
            try {
                driver.setArray(a, bare(b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setAsciiStream(int a, java.io.InputStream b) throws SQLException {
            D driver = enter();
            try {
                driver.setAsciiStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setAsciiStream(int a, java.io.InputStream b, int c) throws SQLException {
            D driver = enter();
            try {
                driver.setAsciiStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setAsciiStream(int a, java.io.InputStream b, long c) throws SQLException {
            D driver = enter();
            try {
                driver.setAsciiStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBigDecimal(int a, java.math.BigDecimal b) throws SQLException {
            D driver = open();
            try {
                driver.setBigDecimal(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setBinaryStream(int a, java.io.InputStream b) throws SQLException {
            D driver = enter();
            try {
                driver.setBinaryStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBinaryStream(int a, java.io.InputStream b, int c) throws SQLException {
            D driver = enter();
            try {
                driver.setBinaryStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBinaryStream(int a, java.io.InputStream b, long c) throws SQLException {
            D driver = enter();
            try {
                driver.setBinaryStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBlob(int a, java.io.InputStream b) throws SQLException {
            D driver = enter();
            try {
                driver.setBlob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBlob(int a, java.io.InputStream b, long c) throws SQLException {
            D driver = enter();
            try {
                driver.setBlob(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBlob(int a, Blob b) throws SQLException {
            D driver = enter();
            try {
                driver.setBlob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBoolean(int a, boolean b) throws SQLException {
            D driver = open();
            try {
                driver.setBoolean(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setByte(int a, byte b) throws SQLException {
            D driver = open();
            try {
                driver.setByte(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setBytes(int a, byte[] b) throws SQLException {
            D driver = open();
            try {
                driver.setBytes(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setCharacterStream(int a, java.io.Reader b) throws SQLException {
            D driver = enter();
            try {
                driver.setCharacterStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setCharacterStream(int a, java.io.Reader b, int c) throws SQLException {
            D driver = enter();
            try {
                driver.setCharacterStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setCharacterStream(int a, java.io.Reader b, long c) throws SQLException {
            D driver = enter();
            try {
                driver.setCharacterStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setClob(int a, java.io.Reader b) throws SQLException {
            D driver = enter();
            try {
                driver.setClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setClob(int a, java.io.Reader b, long c) throws SQLException {
            D driver = enter();
            try {
                driver.setClob(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setClob(int a, Clob b) throws SQLException {
            D driver = enter();
            try {
                driver.setClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setDate(int a, Date b) throws SQLException {
            D driver = open();
            try {
                driver.setDate(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setDate(int a, Date b, java.util.Calendar c) throws SQLException {
            D driver = open();
            try {
                driver.setDate(a, b, c);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setDouble(int a, double b) throws SQLException {
            D driver = open();
            try {
                driver.setDouble(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setFloat(int a, float b) throws SQLException {
            D driver = open();
            try {
                driver.setFloat(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setInt(int a, int b) throws SQLException {
            D driver = open();
            try {
                driver.setInt(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setLong(int a, long b) throws SQLException {
            D driver = open();
            try {
                driver.setLong(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setNCharacterStream(int a, java.io.Reader b) throws SQLException {
            D driver = enter();
            try {
                driver.setNCharacterStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNCharacterStream(int a, java.io.Reader b, long c) throws SQLException {
            D driver = enter();
            try {
                driver.setNCharacterStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNClob(int a, java.io.Reader b) throws SQLException {
            D driver = enter();
            try {
                driver.setNClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNClob(int a, java.io.Reader b, long c) throws SQLException {
            D driver = enter();
            try {
                driver.setNClob(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNClob(int a, NClob b) throws SQLException {
            D driver = enter();
            try {
                driver.setNClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNString(int a, String b) throws SQLException {
            D driver = open();
            try {
                driver.setNString(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setNull(int a, int b) throws SQLException {
            D driver = open();
            try {
                driver.setNull(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setNull(int a, int b, String c) throws SQLException {
            D driver = open();
            try {
                driver.setNull(a, b, c);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setObject(int a, Object b) throws SQLException {
            D driver = enter();
            try {
                driver.setObject(a, bare(b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setObject(int a, Object b, int c) throws SQLException {
            D driver = enter();
            try {
                driver.setObject(a, bare(b), c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setObject(int a, Object b, int c, int d) throws SQLException {
            D driver = enter();
            try {
                driver.setObject(a, bare(b), c, d);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setObject(int a, Object b, SQLType c) throws SQLException {
            D driver = enter();
            try {
                driver.setObject(a, bare(b), c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setObject(int a, Object b, SQLType c, int d) throws SQLException {
            D driver = enter();
            try {
                driver.setObject(a, bare(b), c, d);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setRef(int a, Ref b) throws SQLException {
            D driver = open();
            try {
                driver.setRef(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setRowId(int a, RowId b) throws SQLException {
            D driver = open();
            try {
                driver.setRowId(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setSQLXML(int a, SQLXML b) throws SQLException {
            D driver = enter();
            try {
                driver.setSQLXML(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setShort(int a, short b) throws SQLException {
            D driver = open();
            try {
                driver.setShort(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setString(int a, String b) throws SQLException {
            D driver = open();
            try {
                driver.setString(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setTime(int a, Time b) throws SQLException {
            D driver = open();
            try {
                driver.setTime(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setTime(int a, Time b, java.util.Calendar c) throws SQLException {
            D driver = open();
            try {
                driver.setTime(a, b, c);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setTimestamp(int a, Timestamp b) throws SQLException {
            D driver = open();
            try {
                driver.setTimestamp(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setTimestamp(int a, Timestamp b, java.util.Calendar c) throws SQLException {
            D driver = open();
            try {
                driver.setTimestamp(a, b, c);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public void setURL(int a, java.net.URL b) throws SQLException {
            D driver = open();
            try {
                driver.setURL(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        @Deprecated
        @SuppressWarnings("deprecation") // passes it on all the same
        public void setUnicodeStream(int a, java.io.InputStream b, int c) throws SQLException {
            D driver = enter();
            try {
                driver.setUnicodeStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }
    }

    abstract static class OfCallableStatement extends LeasedPreparedStatement<CallableStatement>
            implements CallableStatement {
        OfCallableStatement(LeasedConnection lease, CallableStatement driver) {
            super(lease, driver);
        }

        @Override
        public Array getArray(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(driver.getArray(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Array getArray(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(driver.getArray(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.math.BigDecimal getBigDecimal(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getBigDecimal(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        @Deprecated
        @SuppressWarnings("deprecation") // passes it on all the same
        public java.math.BigDecimal getBigDecimal(int a, int b) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getBigDecimal(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.math.BigDecimal getBigDecimal(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getBigDecimal(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Blob getBlob(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(driver.getBlob(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Blob getBlob(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(driver.getBlob(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean getBoolean(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getBoolean(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean getBoolean(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getBoolean(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public byte getByte(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getByte(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public byte getByte(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getByte(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public byte[] getBytes(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getBytes(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public byte[] getBytes(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getBytes(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.Reader getCharacterStream(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getCharacterStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.Reader getCharacterStream(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getCharacterStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Clob getClob(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(driver.getClob(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Clob getClob(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(driver.getClob(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Date getDate(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getDate(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Date getDate(int a, java.util.Calendar b) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getDate(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Date getDate(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getDate(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Date getDate(String a, java.util.Calendar b) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getDate(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public double getDouble(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getDouble(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public double getDouble(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getDouble(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public float getFloat(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getFloat(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public float getFloat(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getFloat(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getInt(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getInt(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getInt(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getInt(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long getLong(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getLong(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long getLong(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getLong(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.Reader getNCharacterStream(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getNCharacterStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.Reader getNCharacterStream(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getNCharacterStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public NClob getNClob(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(driver.getNClob(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public NClob getNClob(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(driver.getNClob(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getNString(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getNString(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getNString(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getNString(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public <T> T getObject(int a, Class<T> b) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(b, driver.getObject(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public <T> T getObject(String a, Class<T> b) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(b, driver.getObject(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Object getObject(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(driver.getObject(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Object getObject(int a, java.util.Map<String, Class<?>> b) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(driver.getObject(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Object getObject(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(driver.getObject(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Object getObject(String a, java.util.Map<String, Class<?>> b) throws SQLException {
            CallableStatement driver = enter();
            try {
                return leased(driver.getObject(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Ref getRef(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getRef(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Ref getRef(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getRef(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public RowId getRowId(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getRowId(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public RowId getRowId(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getRowId(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public SQLXML getSQLXML(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getSQLXML(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public SQLXML getSQLXML(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getSQLXML(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public short getShort(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getShort(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public short getShort(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getShort(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getString(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getString(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getString(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getString(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Time getTime(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getTime(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Time getTime(int a, java.util.Calendar b) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getTime(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Time getTime(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getTime(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Time getTime(String a, java.util.Calendar b) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getTime(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Timestamp getTimestamp(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getTimestamp(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Timestamp getTimestamp(int a, java.util.Calendar b) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getTimestamp(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Timestamp getTimestamp(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getTimestamp(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Timestamp getTimestamp(String a, java.util.Calendar b) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getTimestamp(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.net.URL getURL(int a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getURL(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.net.URL getURL(String a) throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.getURL(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void registerOutParameter(int a, int b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.registerOutParameter(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void registerOutParameter(int a, int b, int c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.registerOutParameter(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void registerOutParameter(int a, int b, String c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.registerOutParameter(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void registerOutParameter(String a, int b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.registerOutParameter(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void registerOutParameter(String a, int b, int c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.registerOutParameter(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void registerOutParameter(String a, int b, String c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.registerOutParameter(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void registerOutParameter(int a, SQLType b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.registerOutParameter(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void registerOutParameter(int a, SQLType b, int c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.registerOutParameter(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void registerOutParameter(int a, SQLType b, String c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.registerOutParameter(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void registerOutParameter(String a, SQLType b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.registerOutParameter(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void registerOutParameter(String a, SQLType b, int c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.registerOutParameter(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void registerOutParameter(String a, SQLType b, String c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.registerOutParameter(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setAsciiStream(String a, java.io.InputStream b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setAsciiStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setAsciiStream(String a, java.io.InputStream b, int c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setAsciiStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setAsciiStream(String a, java.io.InputStream b, long c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setAsciiStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBigDecimal(String a, java.math.BigDecimal b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setBigDecimal(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBinaryStream(String a, java.io.InputStream b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setBinaryStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBinaryStream(String a, java.io.InputStream b, int c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setBinaryStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBinaryStream(String a, java.io.InputStream b, long c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setBinaryStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBlob(String a, java.io.InputStream b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setBlob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBlob(String a, java.io.InputStream b, long c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setBlob(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBlob(String a, Blob b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setBlob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBoolean(String a, boolean b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setBoolean(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setByte(String a, byte b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setByte(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setBytes(String a, byte[] b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setBytes(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setCharacterStream(String a, java.io.Reader b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setCharacterStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setCharacterStream(String a, java.io.Reader b, int c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setCharacterStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setCharacterStream(String a, java.io.Reader b, long c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setCharacterStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setClob(String a, java.io.Reader b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setClob(String a, java.io.Reader b, long c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setClob(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setClob(String a, Clob b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setDate(String a, Date b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setDate(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setDate(String a, Date b, java.util.Calendar c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setDate(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setDouble(String a, double b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setDouble(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setFloat(String a, float b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setFloat(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setInt(String a, int b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setInt(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setLong(String a, long b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setLong(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNCharacterStream(String a, java.io.Reader b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setNCharacterStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNCharacterStream(String a, java.io.Reader b, long c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setNCharacterStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNClob(String a, java.io.Reader b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setNClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNClob(String a, java.io.Reader b, long c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setNClob(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNClob(String a, NClob b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setNClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNString(String a, String b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setNString(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNull(String a, int b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setNull(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setNull(String a, int b, String c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setNull(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setObject(String a, Object b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setObject(a, bare(b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setObject(String a, Object b, int c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setObject(a, bare(b), c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setObject(String a, Object b, int c, int d) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setObject(a, bare(b), c, d);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setObject(String a, Object b, SQLType c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setObject(a, bare(b), c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setObject(String a, Object b, SQLType c, int d) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setObject(a, bare(b), c, d);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setRowId(String a, RowId b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setRowId(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setSQLXML(String a, SQLXML b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setSQLXML(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setShort(String a, short b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setShort(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setString(String a, String b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setString(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setTime(String a, Time b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setTime(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setTime(String a, Time b, java.util.Calendar c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setTime(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setTimestamp(String a, Timestamp b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setTimestamp(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setTimestamp(String a, Timestamp b, java.util.Calendar c) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setTimestamp(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setURL(String a, java.net.URL b) throws SQLException {
            CallableStatement driver = enter();
            try {
                driver.setURL(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean wasNull() throws SQLException {
            CallableStatement driver = enter();
            try {
                return driver.wasNull();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }
    }

    abstract static class OfResultSet extends LeasedPart<ResultSet> implements ResultSet {
        OfResultSet(LeasedConnection lease, ResultSet driver) {
            super(lease, driver);
        }

        @Override
        public boolean absolute(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.absolute(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void afterLast() throws SQLException {
            ResultSet driver = enter();
            try {
                driver.afterLast();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void beforeFirst() throws SQLException {
            ResultSet driver = enter();
            try {
                driver.beforeFirst();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void cancelRowUpdates() throws SQLException {
            ResultSet driver = enter();
            try {
                driver.cancelRowUpdates();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void clearWarnings() throws SQLException {
            ResultSet driver = enter();
            try {
                driver.clearWarnings();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void deleteRow() throws SQLException {
            ResultSet driver = enter();
            try {
                driver.deleteRow();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int findColumn(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.findColumn(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean first() throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.first();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Array getArray(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getArray(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Array getArray(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getArray(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.InputStream getAsciiStream(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getAsciiStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.InputStream getAsciiStream(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getAsciiStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.math.BigDecimal getBigDecimal(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getBigDecimal(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        @Deprecated
        @SuppressWarnings("deprecation") // passes it on all the same
        public java.math.BigDecimal getBigDecimal(int a, int b) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getBigDecimal(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public java.math.BigDecimal getBigDecimal(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getBigDecimal(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        @Deprecated
        @SuppressWarnings("deprecation") // passes it on all the same
        public java.math.BigDecimal getBigDecimal(String a, int b) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getBigDecimal(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public java.io.InputStream getBinaryStream(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getBinaryStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.InputStream getBinaryStream(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getBinaryStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Blob getBlob(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getBlob(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Blob getBlob(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getBlob(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean getBoolean(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getBoolean(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public boolean getBoolean(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getBoolean(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public byte getByte(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getByte(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public byte getByte(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getByte(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public byte[] getBytes(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getBytes(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public byte[] getBytes(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getBytes(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public java.io.Reader getCharacterStream(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getCharacterStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.Reader getCharacterStream(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getCharacterStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Clob getClob(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getClob(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Clob getClob(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getClob(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getConcurrency() throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getConcurrency();
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public String getCursorName() throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getCursorName();
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public Date getDate(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getDate(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public Date getDate(int a, java.util.Calendar b) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getDate(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public Date getDate(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getDate(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public Date getDate(String a, java.util.Calendar b) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getDate(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public double getDouble(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getDouble(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public double getDouble(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getDouble(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public int getFetchDirection() throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getFetchDirection();
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public int getFetchSize() throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getFetchSize();
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public float getFloat(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getFloat(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public float getFloat(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getFloat(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public int getHoldability() throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getHoldability();
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public int getInt(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getInt(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public int getInt(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getInt(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public long getLong(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getLong(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public long getLong(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getLong(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public ResultSetMetaData getMetaData() throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getMetaData());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.Reader getNCharacterStream(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getNCharacterStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.Reader getNCharacterStream(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getNCharacterStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public NClob getNClob(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getNClob(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public NClob getNClob(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getNClob(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getNString(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getNString(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public String getNString(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getNString(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public <T> T getObject(int a, Class<T> b) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(b, driver.getObject(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public <T> T getObject(String a, Class<T> b) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(b, driver.getObject(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Object getObject(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getObject(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Object getObject(int a, java.util.Map<String, Class<?>> b) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getObject(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Object getObject(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getObject(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Object getObject(String a, java.util.Map<String, Class<?>> b) throws SQLException {
            ResultSet driver = enter();
            try {
                return leased(driver.getObject(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Ref getRef(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getRef(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Ref getRef(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getRef(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getRow() throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getRow();
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public RowId getRowId(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getRowId(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public RowId getRowId(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getRowId(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public SQLXML getSQLXML(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getSQLXML(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public SQLXML getSQLXML(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getSQLXML(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public short getShort(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getShort(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public short getShort(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getShort(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public String getString(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getString(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public String getString(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getString(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public Time getTime(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getTime(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public Time getTime(int a, java.util.Calendar b) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getTime(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public Time getTime(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getTime(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public Time getTime(String a, java.util.Calendar b) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getTime(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public Timestamp getTimestamp(int a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getTimestamp(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public Timestamp getTimestamp(int a, java.util.Calendar b) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getTimestamp(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public Timestamp getTimestamp(String a) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getTimestamp(a);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public Timestamp getTimestamp(String a, java.util.Calendar b) throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getTimestamp(a, b);
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public int getType() throws SQLException {
            ResultSet driver = open();
            try {
                return driver.getType();
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }

        @Override
        public java.net.URL getURL(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getURL(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.net.URL getURL(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getURL(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        @Deprecated
        @SuppressWarnings("deprecation") // passes it on all the same
        public java.io.InputStream getUnicodeStream(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getUnicodeStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        @Deprecated
        @SuppressWarnings("deprecation") // passes it on all the same
        public java.io.InputStream getUnicodeStream(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getUnicodeStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public SQLWarning getWarnings() throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.getWarnings();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void insertRow() throws SQLException {
            ResultSet driver = enter();
            try {
                driver.insertRow();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isAfterLast() throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.isAfterLast();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isBeforeFirst() throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.isBeforeFirst();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isFirst() throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.isFirst();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isLast() throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.isLast();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean last() throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.last();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void moveToCurrentRow() throws SQLException {
            ResultSet driver = enter();
            try {
                driver.moveToCurrentRow();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void moveToInsertRow() throws SQLException {
            ResultSet driver = enter();
            try {
                driver.moveToInsertRow();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean next() throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.next();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean previous() throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.previous();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void refreshRow() throws SQLException {
            ResultSet driver = enter();
            try {
                driver.refreshRow();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean relative(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.relative(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean rowDeleted() throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.rowDeleted();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean rowInserted() throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.rowInserted();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean rowUpdated() throws SQLException {
            ResultSet driver = enter();
            try {
                return driver.rowUpdated();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setFetchDirection(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.setFetchDirection(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void setFetchSize(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.setFetchSize(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateArray(int a, Array b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateArray(a, bare(b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateArray(String a, Array b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateArray(a, bare(b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateAsciiStream(int a, java.io.InputStream b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateAsciiStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateAsciiStream(int a, java.io.InputStream b, int c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateAsciiStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateAsciiStream(int a, java.io.InputStream b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateAsciiStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateAsciiStream(String a, java.io.InputStream b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateAsciiStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateAsciiStream(String a, java.io.InputStream b, int c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateAsciiStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateAsciiStream(String a, java.io.InputStream b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateAsciiStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBigDecimal(int a, java.math.BigDecimal b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBigDecimal(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBigDecimal(String a, java.math.BigDecimal b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBigDecimal(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBinaryStream(int a, java.io.InputStream b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBinaryStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBinaryStream(int a, java.io.InputStream b, int c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBinaryStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBinaryStream(int a, java.io.InputStream b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBinaryStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBinaryStream(String a, java.io.InputStream b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBinaryStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBinaryStream(String a, java.io.InputStream b, int c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBinaryStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBinaryStream(String a, java.io.InputStream b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBinaryStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBlob(int a, java.io.InputStream b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBlob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBlob(int a, java.io.InputStream b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBlob(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBlob(int a, Blob b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBlob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBlob(String a, java.io.InputStream b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBlob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBlob(String a, java.io.InputStream b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBlob(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBlob(String a, Blob b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBlob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBoolean(int a, boolean b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBoolean(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBoolean(String a, boolean b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBoolean(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateByte(int a, byte b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateByte(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateByte(String a, byte b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateByte(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBytes(int a, byte[] b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBytes(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateBytes(String a, byte[] b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateBytes(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateCharacterStream(int a, java.io.Reader b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateCharacterStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateCharacterStream(int a, java.io.Reader b, int c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateCharacterStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateCharacterStream(int a, java.io.Reader b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateCharacterStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateCharacterStream(String a, java.io.Reader b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateCharacterStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateCharacterStream(String a, java.io.Reader b, int c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateCharacterStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateCharacterStream(String a, java.io.Reader b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateCharacterStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateClob(int a, java.io.Reader b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateClob(int a, java.io.Reader b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateClob(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateClob(int a, Clob b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateClob(String a, java.io.Reader b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateClob(String a, java.io.Reader b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateClob(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateClob(String a, Clob b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateDate(int a, Date b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateDate(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateDate(String a, Date b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateDate(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateDouble(int a, double b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateDouble(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateDouble(String a, double b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateDouble(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateFloat(int a, float b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateFloat(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateFloat(String a, float b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateFloat(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateInt(int a, int b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateInt(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateInt(String a, int b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateInt(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateLong(int a, long b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateLong(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateLong(String a, long b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateLong(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNCharacterStream(int a, java.io.Reader b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNCharacterStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNCharacterStream(int a, java.io.Reader b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNCharacterStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNCharacterStream(String a, java.io.Reader b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNCharacterStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNCharacterStream(String a, java.io.Reader b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNCharacterStream(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNClob(int a, java.io.Reader b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNClob(int a, java.io.Reader b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNClob(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNClob(int a, NClob b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNClob(String a, java.io.Reader b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNClob(String a, java.io.Reader b, long c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNClob(a, b, c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNClob(String a, NClob b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNClob(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNString(int a, String b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNString(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNString(String a, String b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNString(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNull(int a) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNull(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateNull(String a) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateNull(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateObject(int a, Object b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateObject(a, bare(b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateObject(int a, Object b, int c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateObject(a, bare(b), c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateObject(String a, Object b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateObject(a, bare(b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateObject(String a, Object b, int c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateObject(a, bare(b), c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateObject(int a, Object b, SQLType c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateObject(a, bare(b), c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateObject(int a, Object b, SQLType c, int d) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateObject(a, bare(b), c, d);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateObject(String a, Object b, SQLType c) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateObject(a, bare(b), c);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateObject(String a, Object b, SQLType c, int d) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateObject(a, bare(b), c, d);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateRef(int a, Ref b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateRef(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateRef(String a, Ref b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateRef(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateRow() throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateRow();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateRowId(int a, RowId b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateRowId(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateRowId(String a, RowId b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateRowId(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateSQLXML(int a, SQLXML b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateSQLXML(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateSQLXML(String a, SQLXML b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateSQLXML(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateShort(int a, short b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateShort(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateShort(String a, short b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateShort(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateString(int a, String b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateString(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateString(String a, String b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateString(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateTime(int a, Time b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateTime(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateTime(String a, Time b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateTime(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateTimestamp(int a, Timestamp b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateTimestamp(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void updateTimestamp(String a, Timestamp b) throws SQLException {
            ResultSet driver = enter();
            try {
                driver.updateTimestamp(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean wasNull() throws SQLException {
            ResultSet driver = open();
            try {
                return driver.wasNull();
            } catch (SQLException failure) {
                failed(failure);
                throw failure;
            }
        }
    }

    abstract static class OfDatabaseMetaData extends LeasedPart<DatabaseMetaData> implements DatabaseMetaData {
        OfDatabaseMetaData(LeasedConnection lease, DatabaseMetaData driver) {
            super(lease, driver);
        }

        @Override
        public boolean allProceduresAreCallable() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.allProceduresAreCallable();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean allTablesAreSelectable() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.allTablesAreSelectable();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean autoCommitFailureClosesAllResultSets() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.autoCommitFailureClosesAllResultSets();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean dataDefinitionCausesTransactionCommit() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.dataDefinitionCausesTransactionCommit();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean dataDefinitionIgnoredInTransactions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.dataDefinitionIgnoredInTransactions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean deletesAreDetected(int a) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.deletesAreDetected(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean doesMaxRowSizeIncludeBlobs() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.doesMaxRowSizeIncludeBlobs();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean generatedKeyAlwaysReturned() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.generatedKeyAlwaysReturned();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getAttributes(String a, String b, String c, String d) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getAttributes(a, b, c, d));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getBestRowIdentifier(String a, String b, String c, int d, boolean e) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getBestRowIdentifier(a, b, c, d, e));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getCatalogSeparator() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getCatalogSeparator();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getCatalogTerm() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getCatalogTerm();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getCatalogs() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getCatalogs());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getClientInfoProperties() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getClientInfoProperties());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getColumnPrivileges(String a, String b, String c, String d) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getColumnPrivileges(a, b, c, d));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getColumns(String a, String b, String c, String d) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getColumns(a, b, c, d));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getCrossReference(String a, String b, String c, String d, String e, String f)
                throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getCrossReference(a, b, c, d, e, f));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getDatabaseMajorVersion() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getDatabaseMajorVersion();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getDatabaseMinorVersion() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getDatabaseMinorVersion();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getDatabaseProductName() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getDatabaseProductName();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getDatabaseProductVersion() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getDatabaseProductVersion();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getDefaultTransactionIsolation() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getDefaultTransactionIsolation();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getDriverMajorVersion() {
            return driver().getDriverMajorVersion();
        }

        @Override
        public int getDriverMinorVersion() {
            return driver().getDriverMinorVersion();
        }

        @Override
        public String getDriverName() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getDriverName();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getDriverVersion() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getDriverVersion();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getExportedKeys(String a, String b, String c) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getExportedKeys(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getExtraNameCharacters() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getExtraNameCharacters();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getFunctionColumns(String a, String b, String c, String d) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getFunctionColumns(a, b, c, d));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getFunctions(String a, String b, String c) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getFunctions(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getIdentifierQuoteString() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getIdentifierQuoteString();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getImportedKeys(String a, String b, String c) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getImportedKeys(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getIndexInfo(String a, String b, String c, boolean d, boolean e) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getIndexInfo(a, b, c, d, e));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getJDBCMajorVersion() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getJDBCMajorVersion();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getJDBCMinorVersion() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getJDBCMinorVersion();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxBinaryLiteralLength() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxBinaryLiteralLength();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxCatalogNameLength() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxCatalogNameLength();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxCharLiteralLength() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxCharLiteralLength();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxColumnNameLength() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxColumnNameLength();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxColumnsInGroupBy() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxColumnsInGroupBy();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxColumnsInIndex() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxColumnsInIndex();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxColumnsInOrderBy() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxColumnsInOrderBy();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxColumnsInSelect() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxColumnsInSelect();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxColumnsInTable() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxColumnsInTable();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxConnections() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxConnections();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxCursorNameLength() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxCursorNameLength();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxIndexLength() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxIndexLength();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long getMaxLogicalLobSize() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxLogicalLobSize();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxProcedureNameLength() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxProcedureNameLength();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxRowSize() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxRowSize();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxSchemaNameLength() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxSchemaNameLength();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxStatementLength() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxStatementLength();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxStatements() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxStatements();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxTableNameLength() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxTableNameLength();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxTablesInSelect() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxTablesInSelect();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getMaxUserNameLength() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getMaxUserNameLength();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getNumericFunctions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getNumericFunctions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getPrimaryKeys(String a, String b, String c) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getPrimaryKeys(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getProcedureColumns(String a, String b, String c, String d) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getProcedureColumns(a, b, c, d));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getProcedureTerm() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getProcedureTerm();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getProcedures(String a, String b, String c) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getProcedures(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getPseudoColumns(String a, String b, String c, String d) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getPseudoColumns(a, b, c, d));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getResultSetHoldability() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getResultSetHoldability();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public RowIdLifetime getRowIdLifetime() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getRowIdLifetime();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getSQLKeywords() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getSQLKeywords();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getSQLStateType() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getSQLStateType();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getSchemaTerm() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getSchemaTerm();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getSchemas() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getSchemas());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getSchemas(String a, String b) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getSchemas(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getSearchStringEscape() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getSearchStringEscape();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getStringFunctions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getStringFunctions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getSuperTables(String a, String b, String c) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getSuperTables(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getSuperTypes(String a, String b, String c) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getSuperTypes(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getSystemFunctions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getSystemFunctions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getTablePrivileges(String a, String b, String c) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getTablePrivileges(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getTableTypes() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getTableTypes());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getTables(String a, String b, String c, String[] d) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getTables(a, b, c, d));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getTimeDateFunctions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getTimeDateFunctions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getTypeInfo() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getTypeInfo());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getUDTs(String a, String b, String c, int[] d) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getUDTs(a, b, c, d));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getURL() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getURL();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getUserName() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.getUserName();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getVersionColumns(String a, String b, String c) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return leased(driver.getVersionColumns(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean insertsAreDetected(int a) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.insertsAreDetected(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isCatalogAtStart() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.isCatalogAtStart();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isReadOnly() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.isReadOnly();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean locatorsUpdateCopy() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.locatorsUpdateCopy();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean nullPlusNonNullIsNull() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.nullPlusNonNullIsNull();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean nullsAreSortedAtEnd() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.nullsAreSortedAtEnd();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean nullsAreSortedAtStart() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.nullsAreSortedAtStart();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean nullsAreSortedHigh() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.nullsAreSortedHigh();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean nullsAreSortedLow() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.nullsAreSortedLow();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean othersDeletesAreVisible(int a) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.othersDeletesAreVisible(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean othersInsertsAreVisible(int a) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.othersInsertsAreVisible(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean othersUpdatesAreVisible(int a) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.othersUpdatesAreVisible(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean ownDeletesAreVisible(int a) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.ownDeletesAreVisible(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean ownInsertsAreVisible(int a) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.ownInsertsAreVisible(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean ownUpdatesAreVisible(int a) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.ownUpdatesAreVisible(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean storesLowerCaseIdentifiers() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.storesLowerCaseIdentifiers();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean storesLowerCaseQuotedIdentifiers() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.storesLowerCaseQuotedIdentifiers();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean storesMixedCaseIdentifiers() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.storesMixedCaseIdentifiers();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean storesMixedCaseQuotedIdentifiers() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.storesMixedCaseQuotedIdentifiers();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean storesUpperCaseIdentifiers() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.storesUpperCaseIdentifiers();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean storesUpperCaseQuotedIdentifiers() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.storesUpperCaseQuotedIdentifiers();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsANSI92EntryLevelSQL() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsANSI92EntryLevelSQL();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsANSI92FullSQL() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsANSI92FullSQL();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsANSI92IntermediateSQL() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsANSI92IntermediateSQL();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsAlterTableWithAddColumn() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsAlterTableWithAddColumn();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsAlterTableWithDropColumn() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsAlterTableWithDropColumn();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsBatchUpdates() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsBatchUpdates();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsCatalogsInDataManipulation() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsCatalogsInDataManipulation();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsCatalogsInIndexDefinitions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsCatalogsInIndexDefinitions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsCatalogsInPrivilegeDefinitions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsCatalogsInPrivilegeDefinitions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsCatalogsInProcedureCalls() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsCatalogsInProcedureCalls();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsCatalogsInTableDefinitions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsCatalogsInTableDefinitions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsColumnAliasing() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsColumnAliasing();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsConvert() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsConvert();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsConvert(int a, int b) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsConvert(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsCoreSQLGrammar() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsCoreSQLGrammar();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsCorrelatedSubqueries() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsCorrelatedSubqueries();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsDataDefinitionAndDataManipulationTransactions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsDataDefinitionAndDataManipulationTransactions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsDataManipulationTransactionsOnly() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsDataManipulationTransactionsOnly();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsDifferentTableCorrelationNames() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsDifferentTableCorrelationNames();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsExpressionsInOrderBy() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsExpressionsInOrderBy();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsExtendedSQLGrammar() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsExtendedSQLGrammar();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsFullOuterJoins() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsFullOuterJoins();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsGetGeneratedKeys() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsGetGeneratedKeys();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsGroupBy() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsGroupBy();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsGroupByBeyondSelect() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsGroupByBeyondSelect();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsGroupByUnrelated() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsGroupByUnrelated();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsIntegrityEnhancementFacility() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsIntegrityEnhancementFacility();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsLikeEscapeClause() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsLikeEscapeClause();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsLimitedOuterJoins() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsLimitedOuterJoins();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsMinimumSQLGrammar() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsMinimumSQLGrammar();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsMixedCaseIdentifiers() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsMixedCaseIdentifiers();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsMixedCaseQuotedIdentifiers() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsMixedCaseQuotedIdentifiers();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsMultipleOpenResults() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsMultipleOpenResults();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsMultipleResultSets() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsMultipleResultSets();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsMultipleTransactions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsMultipleTransactions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsNamedParameters() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsNamedParameters();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsNonNullableColumns() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsNonNullableColumns();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsOpenCursorsAcrossCommit() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsOpenCursorsAcrossCommit();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsOpenCursorsAcrossRollback() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsOpenCursorsAcrossRollback();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsOpenStatementsAcrossCommit() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsOpenStatementsAcrossCommit();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsOpenStatementsAcrossRollback() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsOpenStatementsAcrossRollback();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsOrderByUnrelated() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsOrderByUnrelated();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsOuterJoins() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsOuterJoins();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsPositionedDelete() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsPositionedDelete();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsPositionedUpdate() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsPositionedUpdate();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsRefCursors() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsRefCursors();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsResultSetConcurrency(int a, int b) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsResultSetConcurrency(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsResultSetHoldability(int a) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsResultSetHoldability(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsResultSetType(int a) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsResultSetType(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsSavepoints() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsSavepoints();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsSchemasInDataManipulation() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsSchemasInDataManipulation();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsSchemasInIndexDefinitions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsSchemasInIndexDefinitions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsSchemasInPrivilegeDefinitions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsSchemasInPrivilegeDefinitions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsSchemasInProcedureCalls() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsSchemasInProcedureCalls();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsSchemasInTableDefinitions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsSchemasInTableDefinitions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsSelectForUpdate() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsSelectForUpdate();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsSharding() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsSharding();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsStatementPooling() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsStatementPooling();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsStoredFunctionsUsingCallSyntax() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsStoredFunctionsUsingCallSyntax();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsStoredProcedures() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsStoredProcedures();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsSubqueriesInComparisons() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsSubqueriesInComparisons();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsSubqueriesInExists() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsSubqueriesInExists();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsSubqueriesInIns() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsSubqueriesInIns();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsSubqueriesInQuantifieds() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsSubqueriesInQuantifieds();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsTableCorrelationNames() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsTableCorrelationNames();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsTransactionIsolationLevel(int a) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsTransactionIsolationLevel(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsTransactions() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsTransactions();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsUnion() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsUnion();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean supportsUnionAll() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.supportsUnionAll();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean updatesAreDetected(int a) throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.updatesAreDetected(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean usesLocalFilePerTable() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.usesLocalFilePerTable();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean usesLocalFiles() throws SQLException {
            DatabaseMetaData driver = enter();
            try {
                return driver.usesLocalFiles();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }
    }

    abstract static class OfResultSetMetaData extends LeasedPart<ResultSetMetaData> implements ResultSetMetaData {
        OfResultSetMetaData(LeasedConnection lease, ResultSetMetaData driver) {
            super(lease, driver);
        }

        @Override
        public String getCatalogName(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.getCatalogName(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getColumnClassName(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.getColumnClassName(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getColumnCount() throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.getColumnCount();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getColumnDisplaySize(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.getColumnDisplaySize(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getColumnLabel(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.getColumnLabel(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getColumnName(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.getColumnName(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getColumnType(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.getColumnType(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getColumnTypeName(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.getColumnTypeName(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getPrecision(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.getPrecision(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getScale(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.getScale(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getSchemaName(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.getSchemaName(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getTableName(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.getTableName(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isAutoIncrement(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.isAutoIncrement(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isCaseSensitive(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.isCaseSensitive(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isCurrency(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.isCurrency(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isDefinitelyWritable(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.isDefinitelyWritable(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int isNullable(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.isNullable(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isReadOnly(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.isReadOnly(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isSearchable(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.isSearchable(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isSigned(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.isSigned(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isWritable(int a) throws SQLException {
            ResultSetMetaData driver = enter();
            try {
                return driver.isWritable(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }
    }

    abstract static class OfParameterMetaData extends LeasedPart<ParameterMetaData> implements ParameterMetaData {
        OfParameterMetaData(LeasedConnection lease, ParameterMetaData driver) {
            super(lease, driver);
        }

        @Override
        public String getParameterClassName(int a) throws SQLException {
            ParameterMetaData driver = enter();
            try {
                return driver.getParameterClassName(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getParameterCount() throws SQLException {
            ParameterMetaData driver = enter();
            try {
                return driver.getParameterCount();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getParameterMode(int a) throws SQLException {
            ParameterMetaData driver = enter();
            try {
                return driver.getParameterMode(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getParameterType(int a) throws SQLException {
            ParameterMetaData driver = enter();
            try {
                return driver.getParameterType(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getParameterTypeName(int a) throws SQLException {
            ParameterMetaData driver = enter();
            try {
                return driver.getParameterTypeName(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getPrecision(int a) throws SQLException {
            ParameterMetaData driver = enter();
            try {
                return driver.getPrecision(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getScale(int a) throws SQLException {
            ParameterMetaData driver = enter();
            try {
                return driver.getScale(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int isNullable(int a) throws SQLException {
            ParameterMetaData driver = enter();
            try {
                return driver.isNullable(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public boolean isSigned(int a) throws SQLException {
            ParameterMetaData driver = enter();
            try {
                return driver.isSigned(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }
    }

    abstract static class OfArray extends LeasedPart<Array> implements Array {
        OfArray(LeasedConnection lease, Array driver) {
            super(lease, driver);
        }

        @Override
        public void free() throws SQLException {
            Array driver = enter();
            try {
                driver.free();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Object getArray() throws SQLException {
            Array driver = enter();
            try {
                return leased(driver.getArray());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Object getArray(java.util.Map<String, Class<?>> a) throws SQLException {
            Array driver = enter();
            try {
                return leased(driver.getArray(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Object getArray(long a, int b) throws SQLException {
            Array driver = enter();
            try {
                return leased(driver.getArray(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public Object getArray(long a, int b, java.util.Map<String, Class<?>> c) throws SQLException {
            Array driver = enter();
            try {
                return leased(driver.getArray(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int getBaseType() throws SQLException {
            Array driver = enter();
            try {
                return driver.getBaseType();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getBaseTypeName() throws SQLException {
            Array driver = enter();
            try {
                return driver.getBaseTypeName();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getResultSet() throws SQLException {
            Array driver = enter();
            try {
                return leased(driver.getResultSet());
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getResultSet(java.util.Map<String, Class<?>> a) throws SQLException {
            Array driver = enter();
            try {
                return leased(driver.getResultSet(a));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getResultSet(long a, int b) throws SQLException {
            Array driver = enter();
            try {
                return leased(driver.getResultSet(a, b));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public ResultSet getResultSet(long a, int b, java.util.Map<String, Class<?>> c) throws SQLException {
            Array driver = enter();
            try {
                return leased(driver.getResultSet(a, b, c));
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }
    }

    abstract static class OfBlob extends LeasedPart<Blob> implements Blob {
        OfBlob(LeasedConnection lease, Blob driver) {
            super(lease, driver);
        }

        @Override
        public void free() throws SQLException {
            Blob driver = enter();
            try {
                driver.free();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.InputStream getBinaryStream() throws SQLException {
            Blob driver = enter();
            try {
                return driver.getBinaryStream();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.InputStream getBinaryStream(long a, long b) throws SQLException {
            Blob driver = enter();
            try {
                return driver.getBinaryStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public byte[] getBytes(long a, int b) throws SQLException {
            Blob driver = enter();
            try {
                return driver.getBytes(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long length() throws SQLException {
            Blob driver = enter();
            try {
                return driver.length();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long position(byte[] a, long b) throws SQLException {
            Blob driver = enter();
            try {
                return driver.position(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long position(Blob a, long b) throws SQLException {
            Blob driver = enter();
            try {
                return driver.position(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.OutputStream setBinaryStream(long a) throws SQLException {
            Blob driver = enter();
            try {
                return driver.setBinaryStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int setBytes(long a, byte[] b) throws SQLException {
            Blob driver = enter();
            try {
                return driver.setBytes(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int setBytes(long a, byte[] b, int c, int d) throws SQLException {
            Blob driver = enter();
            try {
                return driver.setBytes(a, b, c, d);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void truncate(long a) throws SQLException {
            Blob driver = enter();
            try {
                driver.truncate(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }
    }

    abstract static class OfClob<D extends Clob> extends LeasedPart<D> implements Clob {
        OfClob(LeasedConnection lease, D driver) {
            super(lease, driver);
        }

        @Override
        public void free() throws SQLException {
            D driver = enter();
            try {
                driver.free();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.InputStream getAsciiStream() throws SQLException {
            D driver = enter();
            try {
                return driver.getAsciiStream();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.Reader getCharacterStream() throws SQLException {
            D driver = enter();
            try {
                return driver.getCharacterStream();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.Reader getCharacterStream(long a, long b) throws SQLException {
            D driver = enter();
            try {
                return driver.getCharacterStream(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public String getSubString(long a, int b) throws SQLException {
            D driver = enter();
            try {
                return driver.getSubString(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long length() throws SQLException {
            D driver = enter();
            try {
                return driver.length();
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long position(String a, long b) throws SQLException {
            D driver = enter();
            try {
                return driver.position(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public long position(Clob a, long b) throws SQLException {
            D driver = enter();
            try {
                return driver.position(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.OutputStream setAsciiStream(long a) throws SQLException {
            D driver = enter();
            try {
                return driver.setAsciiStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public java.io.Writer setCharacterStream(long a) throws SQLException {
            D driver = enter();
            try {
                return driver.setCharacterStream(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int setString(long a, String b) throws SQLException {
            D driver = enter();
            try {
                return driver.setString(a, b);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public int setString(long a, String b, int c, int d) throws SQLException {
            D driver = enter();
            try {
                return driver.setString(a, b, c, d);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }

        @Override
        public void truncate(long a) throws SQLException {
            D driver = enter();
            try {
                driver.truncate(a);
            } catch (Throwable failure) {
                failed(failure);
                throw failure;
            } finally {
                leave();
            }
        }
    }
}
