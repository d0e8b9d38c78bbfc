package dev.holdfast.benchmarks.pools;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** The JVM that has the rivals on its class path. */
public final class PoolsProcess {
    private PoolsProcess() {}

    /**
     * Runs all benchmarks.
     *
     * @param arguments runs, milliseconds of one run, a folder of the class path that JMH may fill
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        int runs = Integer.parseInt(arguments[0]);
        Duration time = Duration.ofMillis(Long.parseLong(arguments[1]));
        Page page = new Page(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        page.line("%d cores, JDK %s, %s; rivals: %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        arguments[3]));
        String part = arguments.length > 4 ? arguments[4] : "";
        if (part.isEmpty() || part.equals("threads")) {
            new VirtualThreads(runs, time, page).run();
        }
        new Micro(runs, time, Path.of(arguments[2]), page).run();
    }
}
