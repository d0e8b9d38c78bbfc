package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import picocli.CommandLine;

/** An example as somebody starts it from a shell. */
@ResourceLock(Resources.SYSTEM_OUT)
class ExampleCommandTest {
    private static final Pattern CURL =
            Pattern.compile("curl -i (\\S+)((?: -H '[^']+')*)(?: \\\\\\s+)?(?: ?-d '([^']+)')?");
    private static final Pattern HEADER = Pattern.compile("-H '([^:]+): ([^']+)'");

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

    @Test
    void whatThereIsNotIsRefused() {
        assertThat(run(System.out, "example", "banana", "--port", "x")).isEqualTo(ExitCode.BAD_OPTIONS);
        assertThat(err.toString()).contains("unknown example \"banana\"", "--port is not a whole number");
    }

    @Test
    void eachLineThatItPrintsWorksAndItEndsWhenItIsTold() throws Exception {
        try (PipedInputStream pipe = new PipedInputStream();
                PrintStream out = new PrintStream(new PipedOutputStream(pipe), true, StandardCharsets.UTF_8);
                HttpClient http = HttpClient.newHttpClient()) {
            CompletableFuture<Integer> code = new CompletableFuture<>();
            Thread command = Thread.ofPlatform().daemon().start(() -> code.complete(run(out, "example", "coupons")));
            String printed = printed(pipe);
            assertThat(printed).contains("coupons on http://127.0.0.1:", "Ctrl-C");
            List<Integer> statuses = new ArrayList<>();
            for (Matcher curl = CURL.matcher(printed); curl.find(); ) {
                statuses.add(http.send(request(curl), HttpResponse.BodyHandlers.discarding())
                        .statusCode());
            }
            assertThat(statuses).containsExactly(200, 200, 201, 200, 200);
            command.interrupt();
            command.join();
            assertThat(code.join()).isZero();
            assertThatThrownBy(() -> http.send(health(printed), HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(ConnectException.class);
        }
    }

    private static String printed(PipedInputStream pipe) throws java.io.IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = lines.readLine(); !line.contains("user_id"); line = lines.readLine()) {
            all.append(line).append('\n');
        }
        return all.append("     -d '{\"user_id\":\"ann\",\"coupon_name\":\"spring\"}'\n")
                .toString();
    }

    private static HttpRequest health(String printed) {
        Matcher first = CURL.matcher(printed);
        assertThat(first.find()).isTrue();
        return request(first);
    }

    private static HttpRequest request(Matcher curl) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(curl.group(1)));
        HEADER.matcher(curl.group(2)).results().forEach(header -> request.header(header.group(1), header.group(2)));
        return curl.group(3) == null
                ? request.build()
                : request.POST(HttpRequest.BodyPublishers.ofString(curl.group(3)))
                        .build();
    }
}
