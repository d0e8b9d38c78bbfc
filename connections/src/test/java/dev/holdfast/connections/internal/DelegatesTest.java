package dev.holdfast.connections.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated class is the one that the generator makes, and every method of JDBC arrives at the driver as it was called. */
class DelegatesTest {
    private static final Path DELEGATES =
            Path.of("src", "main", "java", "dev", "holdfast", "connections", "internal", "Delegates.java");

    private static final List<Class<?>> INTERFACES = List.of(
            Connection.class,
            Statement.class,
            PreparedStatement.class,
            CallableStatement.class,
            ResultSet.class,
            DatabaseMetaData.class,
            ResultSetMetaData.class,
            ParameterMetaData.class,
            Array.class,
            Blob.class,
            Clob.class);

    /** Types whose objects lead to the session: what comes back must be ours. */
    private static final List<Class<?>> LEASED = List.of(
            Connection.class,
            Statement.class,
            ResultSet.class,
            DatabaseMetaData.class,
            ResultSetMetaData.class,
            ParameterMetaData.class,
            Array.class,
            Blob.class,
            Clob.class);

    private final RecordingDriver driver = new RecordingDriver();
    private final RecordingLent lent = new RecordingLent(driver.make(Connection.class));
    private final LeasedConnection lease = new LeasedConnection(lent, 1, false, null);

    @Test
    void committedSourceIsTheGenerated() throws IOException {
        if (Boolean.getBoolean("holdfast.accept")) {
            Files.writeString(DELEGATES, DelegatesSource.text());
        }
        assertThat(squeezed(Files.readString(DELEGATES)))
                .as(
                        "to accept what there is now: ./holdfast test Delegates -Dholdfast.accept=true, then ./holdfast fmt")
                .isEqualTo(squeezed(DelegatesSource.text()));
    }

    /** Formatting isn't the generator's business. */
    private static String squeezed(String source) {
        return source.replaceAll("\\s+", "");
    }

    static Stream<Method> methods() {
        return INTERFACES.stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !DelegatesSource.BY_HAND.contains(method.getName()))
                .distinct();
    }

    @Test
    void thereAreAllMethodsToLookAt() {
        assertThat(methods()).hasSizeGreaterThan(700);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void callArrivesAsItWasMade(Method method) throws Exception {
        for (Object target : targets(method.getDeclaringClass())) {
            Object[] arguments = Arguments.of(method);
            driver.forget();
            Object result = method.invoke(target, arguments);
            assertThat(driver.calls()).containsExactly(new RecordingDriver.Call(method.getName(), List.of(arguments)));
            if (LEASED.stream().anyMatch(type -> type.isAssignableFrom(method.getReturnType()))) {
                assertThat(result).isInstanceOf(Leased.class);
            } else {
                assertThat(result).isEqualTo(driver.latestResult());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void failureOfTheDriverPassesUnchangedAndIsNoticed(Method method) throws Exception {
        if (method.getExceptionTypes().length == 0) {
            return;
        }
        Object target = targets(method.getDeclaringClass()).getFirst();
        SQLException failure = new SQLException("planted", "08006");
        driver.failWith(failure);
        assertThatThrownBy(() -> method.invoke(target, Arguments.of(method)))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isSameAs(failure);
        assertThat(lent.noticed).containsExactly(failure);
        driver.failWith(null);
        lease.close();
        assertThat(lent.marks() & Lent.BROKEN).isEqualTo(Lent.BROKEN);
        assertThat(lent.marks() & Lent.TAINTED)
                .as("no call is counted any more")
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nothingArrivesAfterTheEnd(Method method) throws Exception {
        if (method.getExceptionTypes().length == 0) {
            return;
        }
        Object target = targets(method.getDeclaringClass()).getFirst();
        lease.close();
        driver.forget();
        assertThatThrownBy(() -> method.invoke(target, Arguments.of(method)))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
        assertThat(driver.calls()).isEmpty();
        assertThat(lent.noticed).isEmpty();
    }

    /** Objects of the lease that have the type; several, as a prepared statement is a statement too. */
    private List<?> targets(Class<?> type) throws SQLException {
        return Stream.of(
                        lease,
                        lease.createStatement(),
                        lease.prepareStatement("x"),
                        lease.prepareCall("x"),
                        lease.createStatement().executeQuery("x"),
                        lease.getMetaData(),
                        lease.prepareStatement("x").getMetaData(),
                        lease.prepareStatement("x").getParameterMetaData(),
                        lease.createArrayOf("x", new Object[0]),
                        lease.createBlob(),
                        lease.createClob())
                .filter(type::isInstance)
                .toList();
    }
}
