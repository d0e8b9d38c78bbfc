package dev.holdfast.connections.internal;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.GregorianCalendar;
import org.jspecify.annotations.Nullable;

/** Something to call a method of JDBC with. */
final class Arguments {
    private Arguments() {}

    static Object[] of(Method method) {
        return Arrays.stream(method.getParameterTypes()).map(Arguments::present).toArray();
    }

    private static Object present(Class<?> type) {
        Object value = of(type);
        if (value == null) {
            throw new AssertionError("no argument of " + type);
        }
        return value;
    }

    static @Nullable Object of(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "void" -> null;
            case "boolean" -> true;
            case "byte" -> (byte) 3;
            case "short" -> (short) 4;
            case "int" -> 5;
            case "long" -> 6L;
            case "float" -> 7f;
            case "double" -> 8d;
            case "String", "Object" -> "text";
            case "BigDecimal" -> BigDecimal.TEN;
            case "Class" -> String.class;
            case "Date" -> new java.sql.Date(9);
            case "Time" -> new java.sql.Time(10);
            case "Timestamp" -> new java.sql.Timestamp(11);
            case "Calendar" -> new GregorianCalendar();
            case "URL" -> url();
            case "Properties" -> new java.util.Properties();
            default -> rare(type);
        };
    }

    private static java.net.URL url() {
        try {
            return java.net.URI.create("http://localhost").toURL();
        } catch (java.net.MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    private static @Nullable Object rare(Class<?> type) {
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        if (type.isInterface()) {
            return Proxy.newProxyInstance(
                    Arguments.class.getClassLoader(), new Class<?>[] {type}, RecordingDriver::ofObject);
        }
        return Modifier.isAbstract(type.getModifiers()) ? stream(type) : null;
    }

    private static @Nullable Object stream(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "InputStream" -> java.io.InputStream.nullInputStream();
            case "OutputStream" -> java.io.OutputStream.nullOutputStream();
            case "Reader" -> java.io.Reader.nullReader();
            case "Writer" -> java.io.Writer.nullWriter();
            default -> null;
        };
    }
}
