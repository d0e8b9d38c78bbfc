package dev.holdfast.cli;

import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.Problems;
import dev.holdfast.coupons.Coupons;
import dev.holdfast.coupons.CouponsOptions;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A service to play with, on a server of its own. */
@Command(
        name = "example",
        mixinStandardHelpOptions = true,
        description = {
            "Starts an example on an embedded PostgreSQL of its own. Prints where it listens. Ends with Ctrl-C.",
            ""
        },
        footer = {"", "Examples:", "  coupons  an HTTP service on connections and transactions, in examples/coupons"})
final class ExampleCommand implements Callable<Integer> {
    private static final String CALLS = """
              curl -i URL/health
              curl -i URL/openapi.json
              curl -i URL/api/coupons -H 'content-type: application/json' -d '{"name":"spring","amount":5}'
              curl -i URL/api/coupons/spring
              curl -i URL/api/coupons/claim -H 'content-type: application/json' -H 'idempotency-key: 1' \\
                   -d '{"user_id":"ann","coupon_name":"spring"}'
            """;

    @Parameters(index = "0", paramLabel = "NAME", description = "Which: coupons.")
    private String name = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where to listen, on 127.0.0.1. Default: any free port.")
    private @Nullable String port;

    @Override
    public Integer call() throws SQLException {
        Problems problems = new Problems();
        if (!name.equals("coupons")) {
            problems.add("unknown example \"" + name + "\"", "", "There is one: coupons.");
        }
        int listen = (int) Texts.number("--port", port, 0, 65_535, problems).orElse(0);
        problems.throwIfAny();
        try (Interruption interruption = Interruption.ofThisThread();
                EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
                Coupons coupons = Coupons.start(options(server).withPort(listen))) {
            tell(coupons, server);
            waitForever();
            interruption.endOfPlay();
        }
        return ExitCode.ALL_HOLD;
    }

    private static CouponsOptions options(EmbeddedPostgres server) {
        return CouponsOptions.on(
                "jdbc:postgresql://" + server.host() + ":" + server.port() + "/postgres",
                CredentialSource.constant(server.user(), server.password()));
    }

    private static void tell(Coupons coupons, EmbeddedPostgres server) {
        PrintStream out = System.out;
        String url = "http://127.0.0.1:" + coupons.port();
        out.printf(
                "coupons on %s, PostgreSQL %s on port %d; Ctrl-C ends both%n%n", url, server.version(), server.port());
        out.print(CALLS.replace("URL", url));
        out.flush();
    }

    /** Ctrl-C interrupts the thread, and so does whoever embeds this. */
    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            assert e != null; // that is the end
        }
    }
}
