package dev.holdfast.junit.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The part of a stack that a test's author wrote: what the machinery around it did is folded or left out. */
final class Frames {
    private static final int MOST = 8;

    /** Where a test's own part of the stack ends. */
    private static final List<String> BELOW =
            List.of("org.junit.", "jdk.internal.reflect.", "org.testng.", "org.apache.maven.");

    private static final List<String> PLATFORM =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.proxy.", "org.postgresql.");

    /** Pools, which open connections on somebody's behalf. */
    private static final List<String> POOLS = List.of(
            "com.zaxxer.hikari",
            "org.apache.commons.dbcp2",
            "org.apache.commons.pool2",
            "io.agroal",
            "org.apache.tomcat.jdbc.pool",
            "com.mchange.v2",
            "org.vibur.dbcp",
            "com.alibaba.druid",
            "oracle.ucp");

    /** Classes of pools that pass on what their borrower calls. */
    private static final Pattern PASSING_ON =
            Pattern.compile("Proxy|Delegating|Wrapper|Facade|Handler|Interceptor|DruidPooled");

    private static final Set<Class<?>> OURS =
            Set.of(Lent.class, LentStatement.class, Notes.class, WatchedSource.class, LeakWatch.class);

    private static final Set<String> OUR_NAMES =
            OURS.stream().map(Class::getName).collect(Collectors.toUnmodifiableSet());

    private Frames() {}

    /** A line per frame, nearest first; empty if no frame is the test's or its subject's. */
    static String of(Throwable where) {
        List<StackTraceElement> shown = new ArrayList<>();
        for (StackTraceElement frame : where.getStackTrace()) {
            if (isBelow(frame) || shown.size() == MOST) {
                break;
            }
            if (isSubject(frame)) {
                shown.add(frame);
            }
        }
        return shown.stream().map(frame -> "at " + plain(frame)).collect(Collectors.joining("\n"));
    }

    /** The pool in whose code this was; empty if in none's. */
    static String pool(Throwable where) {
        for (StackTraceElement frame : where.getStackTrace()) {
            for (String pool : POOLS) {
                if (frame.getClassName().startsWith(pool + ".")) {
                    return pool;
                }
            }
        }
        return "";
    }

    /** Whether a pool did this of its own accord, when it prepared a connection; not if it passed on a borrower's call. */
    static boolean isPoolsOwn(Throwable where) {
        for (StackTraceElement frame : where.getStackTrace()) {
            String type = frame.getClassName();
            if (POOLS.stream().anyMatch(pool -> type.startsWith(pool + "."))
                    && !PASSING_ON
                            .matcher(type.substring(type.lastIndexOf('.') + 1))
                            .find()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a class is a test's or its subject's, as far as its name tells. */
    static boolean isSubject(StackTraceElement frame) {
        String type = frame.getClassName();
        return !ours(type)
                && PLATFORM.stream().noneMatch(type::startsWith)
                && POOLS.stream().noneMatch(pool -> type.startsWith(pool + "."))
                && !type.contains("$Proxy");
    }

    static boolean isBelow(StackTraceElement frame) {
        return BELOW.stream().anyMatch(frame.getClassName()::startsWith);
    }

    private static boolean ours(String type) {
        int nested = type.indexOf('$');
        return OUR_NAMES.contains(nested < 0 ? type : type.substring(0, nested));
    }

    /** Without class loader and module. */
    private static String plain(StackTraceElement frame) {
        return new StackTraceElement(
                        frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber())
                .toString();
    }
}
