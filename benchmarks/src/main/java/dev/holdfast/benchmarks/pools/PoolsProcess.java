package dev.holdfast.benchmarks.pools;

import dev.holdfast.servers.ServerFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The JVM that has the rivals on its class path. */
public final class PoolsProcess {
    private PoolsProcess() {}

    /**
     * Runs benchmarks.
     *
     * @param arguments runs, milliseconds of one run, a folder of the class path that JMH may fill, the rivals, and which
     *     parts, with commas
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path folder = Path.of(arguments[2]);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        Thread.ofPlatform().daemon().name("bench-parent").start(PoolsProcess::endWithParent);
        int runs = Integer.parseInt(arguments[0]);
        Duration time = Duration.ofMillis(Long.parseLong(arguments[1]));
        Page page = new Page(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        page.line("%d cores, JDK %s, %s; rivals: %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        arguments[3]));
        List<String> parts = List.of(arguments[4].split(",", -1));
        if (parts.contains("registered")) {
            new Registered(page).run();
        }
        if (parts.contains("server")) {
            withServer(runs, time, page);
        }
        if (parts.contains("threads")) {
            new VirtualThreads(runs, time, page).run();
        }
        if (parts.contains("cycle")) {
            new Micro(runs, time, folder, page).run();
        }
    }

    /** Nobody writes to it: it ends when the other process does. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Not for us.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        System.exit(1);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.err.println("could not remove " + folder + ": " + e);
        }
    }

    private static void withServer(int runs, Duration time, Page page) throws SQLException {
        try (RealServer server = RealServer.start(Neighbours.TENANTS)) {
            new Neighbours(server, runs, time.multipliedBy(2), page).run();
            new SingleDatabase(server, runs, time, page).run();
            new Growth(server, runs, page).run();
            new OpenDeadline(server, page).run();
            new Bars(server, time, page).run();
        } catch (ServerFailed e) {
            page.line("  " + e.getMessage());
        }
    }
}
