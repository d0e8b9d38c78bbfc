package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.TestDatabase;
import dev.holdfast.proof.fault.Faults;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import picocli.CommandLine;

/** The proxy as somebody starts it from a shell. */
@ResourceLock(Resources.SYSTEM_OUT)
class ProxyCommandTest {
    private final StringWriter err = new StringWriter();

    private int run(PrintStream out, String... arguments) {
        PrintStream before = System.out;
        System.setOut(out);
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        try {
            return line.execute(arguments);
        } finally {
            System.setOut(before);
        }
    }

    private String printed(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        assertThat(run(new PrintStream(printed, true, StandardCharsets.UTF_8), arguments))
                .isZero();
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyPairIsListed() throws IOException {
        assertThat(printed("list", "faults"))
                .contains(Faults.supported().size() + " pairs")
                .contains("command-complete[(TEXT)]", "delay(TIME[,JITTER])", "before|in|after");
        assertThat(new ObjectMapper().readTree(printed("list", "faults", "--json")))
                .hasSize(Faults.supported().size());
        assertThat(run(System.out, "list", "faulst")).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("unknown topic \"faulst\"");
    }

    @Test
    void helpTeachesHowAFaultIsWritten() {
        assertThat(printed("proxy", "--help")).contains("reset before command-complete(COMMIT)", "list faults", "Try:");
    }

    @Test
    void allMistakesAreRefusedAtOnceWithTheirPosition() {
        assertThat(run(
                        System.out,
                        "proxy",
                        "--listen",
                        "0.0.0.0:6543",
                        "--target",
                        "localhost:99999",
                        "--seed",
                        "x",
                        "--fault",
                        "rest before sync",
                        "--fault",
                        "close before comit"))
                .isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString())
                .contains("--listen is for this machine only")
                .contains("not a port")
                .contains("--seed is not a whole number")
                .contains("unknown kind of fault \"rest\"", "\n    rest before sync\n    ^\n")
                .contains("unknown boundary \"comit\"", "command-complete");
        assertThat(run(System.out, "proxy")).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("--target is missing");
    }

    @Test
    @Holdfast
    void aFaultThatFiresIsALine(TestDatabase database) throws Exception {
        String target = database.jdbcUrl().replaceFirst("^jdbc:postgresql://([^/]+)/.*", "$1");
        try (PipedInputStream pipe = new PipedInputStream();
                PrintStream out = new PrintStream(new PipedOutputStream(pipe), true, StandardCharsets.UTF_8)) {
            Thread command = Thread.ofPlatform()
                    .daemon()
                    .start(() -> run(
                            out,
                            "proxy",
                            "--target",
                            target,
                            "--seed",
                            "1",
                            "--fault",
                            "close before execute(select 42)"));
            BufferedReader lines = new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8));
            String listening = lines.readLine();
            assertThat(listening)
                    .matches("listening on 127\\.0\\.0\\.1:\\d+, before " + Pattern.quote(target) + ", seed 1");
            assertThat(lines.readLine()).isEqualTo("armed: close before execute(select 42)");
            String port = listening.substring(listening.indexOf(':') + 1, listening.indexOf(','));
            Properties login = new Properties();
            login.setProperty("user", database.user());
            login.setProperty("password", database.password());
            try (Connection connection =
                    DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database.name(), login)) {
                assertThatThrownBy(() -> connection.createStatement().execute("select 42"))
                        .isInstanceOf(SQLException.class);
            }
            assertThat(lines.readLine())
                    .startsWith("fired (1): close before execute(select 42): session 1")
                    .contains("to the server, type E at byte");
            command.interrupt();
            command.join();
        }
    }
}
