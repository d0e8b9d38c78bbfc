package dev.holdfast.connections.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A driver whose objects write down every call and answer with something of the type that was asked for. */
final class RecordingDriver implements InvocationHandler {
    /** A call of a driver's object. */
    record Call(String method, List<Object> arguments) {}

    private final List<Call> calls = new ArrayList<>();
    private @Nullable Object latestResult;
    private @Nullable Throwable failure;
    private Runnable during = () -> {};

    <T> T make(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    @Nullable
    Object latestResult() {
        return latestResult;
    }

    void forget() {
        calls.clear();
    }

    void failWith(@Nullable Throwable thrown) {
        failure = thrown;
    }

    /** What happens while a call is on its way. */
    void during(Runnable happens) {
        during = happens;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        calls.add(new Call(method.getName(), arguments == null ? List.of() : Arrays.asList(arguments)));
        during.run();
        if (failure != null) {
            throw failure;
        }
        latestResult = result(method);
        return latestResult;
    }

    @SuppressWarnings("ReferenceEquality") // a proxy equals itself
    static Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "recorded";
        };
    }

    private @Nullable Object result(Method method) {
        Class<?> type = method.getReturnType();
        if (method.getName().equals("unwrap")
                || method.getGenericReturnType().getTypeName().equals("T")) {
            return null;
        }
        if (type.isInterface() && type.getPackageName().equals("java.sql")) {
            return make(type);
        }
        return Arguments.of(type);
    }
}
