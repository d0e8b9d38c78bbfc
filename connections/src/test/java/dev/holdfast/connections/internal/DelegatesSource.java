package dev.holdfast.connections.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The text of {@code Delegates.java}, from the interfaces of java.sql. They are the same in Java 21 to 25; a newer JDK whose
 * java.sql has grown can't make it.
 */
final class DelegatesSource {
    /** What the leased classes do themselves. */
    static final Set<String> BY_HAND = Set.of(
            "close",
            "isClosed",
            "unwrap",
            "isWrapperFor",
            "abort",
            "isValid",
            "setClientInfo",
            "getConnection",
            "getStatement");

    /** They take the text of a statement, if their first argument is a string. */
    private static final Set<String> TAKE_SQL = Set.of(
            "prepareStatement",
            "prepareCall",
            "execute",
            "executeQuery",
            "executeUpdate",
            "executeLargeUpdate",
            "addBatch");

    /** Results that lead to the session, and that are therefore leased too. */
    private static final Set<String> LEASED = Set.of(
            "java.lang.Object",
            "java.sql.Array",
            "java.sql.Blob",
            "java.sql.CallableStatement",
            "java.sql.Clob",
            "java.sql.DatabaseMetaData",
            "java.sql.NClob",
            "java.sql.ParameterMetaData",
            "java.sql.PreparedStatement",
            "java.sql.ResultSet",
            "java.sql.ResultSetMetaData",
            "java.sql.Statement");

    /** Results that a driver has at hand, when a result set is asked for them. */
    private static final Set<String> AT_HAND = Set.of(
            "java.lang.String",
            "java.math.BigDecimal",
            "byte[]",
            "java.sql.Date",
            "java.sql.Time",
            "java.sql.Timestamp");

    /** Arguments that a driver may send on their way before the statement runs. */
    private static final Set<String> SENT_AHEAD = Set.of(
            "java.io.InputStream",
            "java.io.Reader",
            "java.lang.Object",
            "java.sql.Array",
            "java.sql.Blob",
            "java.sql.Clob",
            "java.sql.NClob",
            "java.sql.SQLXML");

    private static final List<Delegate> ALL = List.of(
            new Delegate("Connection", "", "Leased<Connection>"),
            new Delegate("Statement", "<D extends Statement>", "LeasedPart<D>"),
            new Delegate("PreparedStatement", "<D extends PreparedStatement>", "LeasedStatement<D>"),
            new Delegate("CallableStatement", "", "LeasedPreparedStatement<CallableStatement>"),
            new Delegate("ResultSet", "", "LeasedPart<ResultSet>"),
            new Delegate("DatabaseMetaData", "", "LeasedPart<DatabaseMetaData>"),
            new Delegate("ResultSetMetaData", "", "LeasedPart<ResultSetMetaData>"),
            new Delegate("ParameterMetaData", "", "LeasedPart<ParameterMetaData>"),
            new Delegate("Array", "", "LeasedPart<Array>"),
            new Delegate("Blob", "", "LeasedPart<Blob>"),
            new Delegate("Clob", "<D extends Clob>", "LeasedPart<D>"));

    /** One class to be made: the interface, and what its class says of itself. */
    private record Delegate(String name, String parameters, String parent) {
        boolean isGeneric() {
            return !parameters.isEmpty();
        }

        String constructor() {
            String driver = isGeneric() ? "D" : name;
            return name.equals("Connection")
                    ? ""
                    : "Of%s(LeasedConnection lease, %s driver) { super(lease, driver); }\n".formatted(name, driver);
        }
    }

    static String text() {
        return ALL.stream()
                .map(DelegatesSource::type)
                .collect(Collectors.joining("\n", HEAD, "}\n"))
                .replaceAll("java\\.(lang|sql)\\.(?=[A-Z])", "");
    }

    private static final String HEAD = """
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

            """;

    private static String type(Delegate delegate) {
        return Arrays.stream(interfaceOf(delegate).getDeclaredMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !BY_HAND.contains(method.getName()))
                .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toGenericString))
                .map(method -> method(delegate, method))
                .collect(Collectors.joining(
                        "\n",
                        "abstract static class Of%s%s extends %s implements %s {\n%s"
                                .formatted(
                                        delegate.name(),
                                        delegate.parameters(),
                                        delegate.parent(),
                                        delegate.name(),
                                        delegate.constructor()),
                        "}\n"));
    }

    private static Class<?> interfaceOf(Delegate delegate) {
        try {
            return Class.forName(Connection.class.getPackageName() + "." + delegate.name());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String method(Delegate delegate, Method method) {
        if (method.getExceptionTypes().length == 0) {
            return annotations(method) + signature(method) + " {\n" + call(method) + "}\n";
        }
        boolean quiet = isQuiet(delegate, method);
        return annotations(method) + signature(method) + " {\n"
                + (delegate.isGeneric() ? "D" : delegate.name()) + " driver = " + (quiet ? "open" : "enter") + "();\n"
                + "try {\n"
                + (takesSql(method) ? "inspect(a);\n" : "")
                + call(method)
                + (quiet
                        ? "} catch (SQLException failure) {\nfailed(failure);\nthrow failure;\n}\n"
                        : "} catch (Throwable failure) {\nfailed(failure);\nthrow failure;\n} finally {\nleave();\n}\n")
                + "}\n";
    }

    private static String annotations(Method method) {
        return !method.isAnnotationPresent(Deprecated.class)
                ? "@Override\n"
                : "@Override\n@Deprecated\n@SuppressWarnings(\"deprecation\") // passes it on all the same\n";
    }

    private static String signature(Method method) {
        String variables = method.getTypeParameters().length == 0 ? "" : "<T> ";
        return "public " + variables + method.getGenericReturnType().getTypeName() + " " + method.getName()
                + parameters(method).map(p -> p.type() + " " + p.name()).collect(Collectors.joining(", ", "(", ")"))
                + (method.getExceptionTypes().length == 0 ? "" : " throws SQLException");
    }

    private static String call(Method method) {
        String call = (method.getExceptionTypes().length == 0 ? "driver()." : "driver.")
                + method.getName()
                + parameters(method).map(Parameter::passed).collect(Collectors.joining(", ", "(", ")"));
        Class<?> result = method.getReturnType();
        if (result == void.class) {
            return call + ";\n";
        }
        if (method.getTypeParameters().length > 0) {
            return "return leased(b, " + call + ");\n";
        }
        return LEASED.contains(result.getTypeName()) ? "return leased(" + call + ");\n" : "return " + call + ";\n";
    }

    private static boolean takesSql(Method method) {
        return TAKE_SQL.contains(method.getName())
                && types(method).findFirst().filter("java.lang.String"::equals).isPresent();
    }

    private static boolean isQuiet(Delegate delegate, Method method) {
        String name = method.getName();
        return switch (delegate.name()) {
            case "ResultSet" ->
                name.equals("wasNull")
                        || (name.startsWith("get")
                                && (method.getReturnType().isPrimitive()
                                        || AT_HAND.contains(
                                                method.getReturnType().getTypeName())));
            case "PreparedStatement" ->
                name.equals("addBatch")
                        || name.equals("clearParameters")
                        || (name.startsWith("set") && types(method).noneMatch(SENT_AHEAD::contains));
            default -> false;
        };
    }

    private static Stream<String> types(Method method) {
        return Arrays.stream(method.getParameterTypes()).map(Class::getTypeName);
    }

    /** What the leased classes passed out comes back bare to the driver, which looks for its own classes. */
    private record Parameter(String type, String name) {
        String passed() {
            return type.equals("java.lang.Object") || type.equals("java.sql.Array") ? "bare(" + name + ")" : name;
        }
    }

    private static Stream<Parameter> parameters(Method method) {
        Type[] types = method.getGenericParameterTypes();
        return IntStream.range(0, types.length)
                .mapToObj(i -> new Parameter(types[i].getTypeName(), String.valueOf((char) ('a' + i))));
    }

    private DelegatesSource() {}
}
