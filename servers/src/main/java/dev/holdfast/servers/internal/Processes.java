package dev.holdfast.servers.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.servers.ServerFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Signals to processes of ours, and what became of them. */
public final class Processes {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Processes() {}

    /** Sends {@code signal}, as in {@code STOP}; processes that are gone are passed over. */
    public static void signal(String signal, Collection<Long> pids) {
        if (!pids.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("sh", "-c", "kill \"$@\"", "sh", "-" + signal));
            pids.forEach(pid -> command.add(pid.toString()));
            Shell.run(command);
        }
    }

    /** Whether that process still does something, or could; one that only waits to be collected doesn't. */
    public static boolean lives(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) && state(pid) != 'Z';
    }

    /** Whether a process has that number, be it only one that waits to be collected by its parent. */
    public static boolean exists(long pid) {
        return ProcessHandle.of(pid).isPresent();
    }

    public static Set<Long> children(long pid) {
        Set<Long> children = new TreeSet<>();
        ProcessHandle.of(pid).ifPresent(parent -> parent.children().forEach(child -> children.add(child.pid())));
        return children;
    }

    /** Stops a process and all its children, and returns when they have stopped. Linux only. */
    public static void suspend(long pid) {
        stop(Set.of(pid)); // first, so that it makes no more children
        for (Set<Long> going = running(pid); !going.isEmpty(); going = running(pid)) {
            stop(going);
        }
    }

    /** Undoes {@link #suspend}; the parent last. */
    public static void resume(long pid) {
        signal("CONT", children(pid));
        signal("CONT", Set.of(pid));
    }

    private static Set<Long> running(long parent) {
        Set<Long> running = children(parent);
        running.removeIf(pid -> isStopped(pid) || !lives(pid));
        return running;
    }

    private static void stop(Set<Long> pids) {
        signal("STOP", pids);
        if (!Poll.until(Deadline.in(PATIENCE), () -> pids.stream().allMatch(pid -> isStopped(pid) || !lives(pid)))) {
            throw new ServerFailed("could not suspend the server", "Processes " + pids + " don't stop.", "");
        }
    }

    public static boolean isStopped(long pid) {
        return state(pid) == 'T';
    }

    /** The state letter of Linux; a blank elsewhere, or if the process is gone. */
    private static char state(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return ' ';
        }
    }
}
