package dev.holdfast.connections.internal;

import com.sun.source.util.JavacTask;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.ToolProvider;

/** The text of {@code Delegates.java}, from the interfaces of java.sql as Java 21 has them, whatever JDK this runs on. */
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
            new Delegate("Clob", "", "LeasedPart<Clob>"));

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

    private final JavacTask javac = (JavacTask) ToolProvider.getSystemJavaCompiler()
            .getTask(null, null, null, List.of("--release", "21"), List.of("java.lang.Object"), null);

    static String text() {
        return new DelegatesSource().file();
    }

    private String file() {
        return ALL.stream()
                .map(this::type)
                .collect(Collectors.joining("\n", HEAD, "}\n"))
                .replaceAll("java\\.(lang|sql)\\.(?=[A-Z])", "");
    }

    private static final String HEAD = """
            // Generated from the interfaces of java.sql, as Java 21 has them, by DelegatesSource, among the tests. Don't edit:
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

    private String type(Delegate delegate) {
        TypeElement type = javac.getElements().getTypeElement("java.sql." + delegate.name());
        return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .filter(method -> !method.getModifiers().contains(Modifier.STATIC))
                .filter(method -> !BY_HAND.contains(method.getSimpleName().toString()))
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

    private static String method(Delegate delegate, ExecutableElement method) {
        if (method.getThrownTypes().isEmpty()) {
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

    private static String annotations(ExecutableElement method) {
        return method.getAnnotation(Deprecated.class) == null
                ? "@Override\n"
                : "@Override\n@Deprecated\n@SuppressWarnings(\"deprecation\") // passes it on all the same\n";
    }

    private static String signature(ExecutableElement method) {
        String variables = method.getTypeParameters().isEmpty() ? "" : "<T> ";
        return "public " + variables + method.getReturnType() + " " + method.getSimpleName()
                + parameters(method).map(p -> p.type() + " " + p.name()).collect(Collectors.joining(", ", "(", ")"))
                + (method.getThrownTypes().isEmpty() ? "" : " throws SQLException");
    }

    private static String call(ExecutableElement method) {
        String call = (method.getThrownTypes().isEmpty() ? "driver()." : "driver.")
                + method.getSimpleName()
                + parameters(method).map(Parameter::passed).collect(Collectors.joining(", ", "(", ")"));
        TypeMirror result = method.getReturnType();
        if (result.getKind() == TypeKind.VOID) {
            return call + ";\n";
        }
        if (result.getKind() == TypeKind.TYPEVAR) {
            return "return leased(b, " + call + ");\n";
        }
        return LEASED.contains(result.toString()) ? "return leased(" + call + ");\n" : "return " + call + ";\n";
    }

    private static boolean takesSql(ExecutableElement method) {
        return TAKE_SQL.contains(method.getSimpleName().toString())
                && types(method).findFirst().filter("java.lang.String"::equals).isPresent();
    }

    private static boolean isQuiet(Delegate delegate, ExecutableElement method) {
        String name = method.getSimpleName().toString();
        return switch (delegate.name()) {
            case "ResultSet" ->
                name.equals("wasNull")
                        || (name.startsWith("get")
                                && (method.getReturnType().getKind().isPrimitive()
                                        || AT_HAND.contains(
                                                method.getReturnType().toString())));
            case "PreparedStatement" ->
                name.equals("addBatch")
                        || name.equals("clearParameters")
                        || (name.startsWith("set") && types(method).noneMatch(SENT_AHEAD::contains));
            default -> false;
        };
    }

    private static Stream<String> types(ExecutableElement method) {
        return method.getParameters().stream()
                .map(parameter -> parameter.asType().toString());
    }

    /** What the leased classes passed out comes back bare to the driver, which looks for its own classes. */
    private record Parameter(String type, String name) {
        String passed() {
            return type.equals("java.lang.Object") || type.equals("java.sql.Array") ? "bare(" + name + ")" : name;
        }
    }

    private static Stream<Parameter> parameters(ExecutableElement method) {
        List<? extends VariableElement> all = method.getParameters();
        return IntStream.range(0, all.size())
                .mapToObj(i -> new Parameter(all.get(i).asType().toString(), String.valueOf((char) ('a' + i))));
    }

    private DelegatesSource() {}

    public static void main(String[] args) {
        System.out.print(text());
    }
}
