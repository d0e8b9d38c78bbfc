package dev.holdfast.cli;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Problems;
import dev.holdfast.proof.fault.Armed;
import dev.holdfast.proof.fault.Fault;
import dev.holdfast.proof.fault.FaultProxy;
import dev.holdfast.proof.fault.Firing;
import dev.holdfast.servers.ProxyOptions;
import dev.holdfast.servers.Target;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A fault proxy for clients in any language. */
@Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Stands before a PostgreSQL and does what you say at the messages you name, for clients in any language.",
            "Prints the port it listens on, then a line whenever a fault has fired. Ends with Ctrl-C.",
            ""
        },
        footer = {
            "",
            "A fault:  KIND[(ARGUMENTS)] PLACE BOUNDARY[(WHICH)] [byte K] [nth N | every] [session N | application NAME]",
            "",
            "  reset before command-complete(COMMIT)          the server has committed, the client never hears of it",
            "  close before execute(COMMIT)                   the server never hears of the COMMIT",
            "  delay(200ms,50ms) before ready-for-query every every answer is late, by 150 to 250 ms",
            "  close in data-row(2) byte 9                    cut inside the second row",
            "  error(40001) instead-of command-complete(INSERT) nth 3",
            "  lost at cancel                                 a cancel that never arrives",
            "",
            "./holdfast list faults prints every kind, boundary and supported pair. A fault without nth or every fires",
            "once. What is encrypted passes through and has only bytes: let the client connect with sslmode=disable.",
            "",
            "Try:  ./holdfast proxy --target localhost:5432 --listen 6543 --fault \"reset before command-complete(COMMIT)\"",
            "      psql \"host=127.0.0.1 port=6543 sslmode=disable\" -c \"begin\" -c \"commit\""
        })
final class ProxyCommand implements Callable<Integer> {
    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:(\\[[0-9A-Fa-f:]+]|[^:\\[\\]]+):)?(\\d{1,5})");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");
    private static final int MOST = 65_535;
    private static final Duration LONG = Duration.ofHours(1);

    @Option(
            names = "--target",
            paramLabel = "URL|HOST:PORT",
            description = "The server: jdbc:postgresql://host:port/, postgresql://host:port/, or host:port.")
    private @Nullable String target;

    @Option(
            names = "--listen",
            paramLabel = "[HOST:]PORT",
            defaultValue = "0",
            description = "Where clients connect, on 127.0.0.1 only. Default: any free port.")
    private String listen = "0";

    @Option(names = "--fault", paramLabel = "FAULT", description = "A fault, see below; may be repeated.")
    private List<String> faults = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides jitter and flipped bits. Default: random, printed.")
    private @Nullable String seed;

    @Override
    public Integer call() {
        Problems problems = new Problems();
        int port = port(problems);
        ProxyOptions options = target(problems).withListenPort(port);
        List<Fault> parsed = faults(problems);
        long chosen = Texts.number("--seed", seed, 0, Long.MAX_VALUE, problems)
                .orElseGet(() -> new SecureRandom().nextInt(1_000_000));
        problems.throwIfAny();
        return serve(options, parsed, chosen);
    }

    private int port(Problems problems) {
        Matcher form = HOST_AND_PORT.matcher(listen);
        if (!form.matches() || Integer.parseInt(form.group(2)) > MOST) {
            problems.add("--listen is not a port", "\"" + listen + "\" was given.", "For example --listen 6543.");
            return 0;
        }
        if (form.group(1) != null && !LOOPBACK.contains(form.group(1))) {
            problems.add(
                    "--listen is for this machine only",
                    "\"" + listen + "\" was given. Whoever reaches the proxy reaches the server.",
                    "Write --listen " + form.group(2) + ", which is 127.0.0.1:" + form.group(2) + ".");
        }
        return Integer.parseInt(form.group(2));
    }

    private ProxyOptions target(Problems problems) {
        ProxyOptions any = ProxyOptions.to("localhost", 5432);
        if (target == null) {
            problems.add("--target is missing", "", "For example --target localhost:5432.");
            return any;
        }
        try {
            Matcher form = HOST_AND_PORT.matcher(target);
            if (form.matches() && form.group(1) != null) {
                return ProxyOptions.to(form.group(1), Integer.parseInt(form.group(2)));
            }
            Target parsed = Target.parse(target.contains(":/") ? target : "postgresql://" + target);
            return ProxyOptions.to(parsed.host(), parsed.port());
        } catch (InvalidOption e) {
            problems.add(e);
            return any;
        }
    }

    private List<Fault> faults(Problems problems) {
        List<Fault> parsed = new ArrayList<>();
        for (String text : faults) {
            try {
                parsed.add(Fault.parse(text));
            } catch (InvalidOption e) {
                problems.add(e);
            }
        }
        return parsed;
    }

    private static int serve(ProxyOptions options, List<Fault> faults, long seed) {
        PrintStream out = System.out;
        try (FaultProxy proxy = FaultProxy.start(options, seed)) {
            List<Armed> armed = faults.stream().map(proxy::arm).toList();
            out.printf(
                    "listening on %s:%d, before %s:%d, seed %d%n",
                    proxy.host(), proxy.port(), options.host(), options.port(), seed);
            armed.forEach(fault -> out.println("armed: " + fault.fault()));
            out.flush();
            List<Thread> reporting = armed.stream()
                    .map(fault -> Thread.ofVirtual().start(() -> report(fault, out)))
                    .toList();
            Thread ending = new Thread(proxy::close, "holdfast-proxy-ending");
            Runtime.getRuntime().addShutdownHook(ending);
            waitForever(proxy, out);
            Runtime.getRuntime().removeShutdownHook(ending);
            reporting.forEach(Thread::interrupt);
        }
        return ExitCode.ALL_HOLD;
    }

    /** A line for each firing, until interrupted. */
    private static void report(Armed armed, PrintStream out) {
        int told = 0;
        while (!Thread.currentThread().isInterrupted()) {
            if (armed.await(told + 1, LONG)) {
                List<Firing> kept = armed.firings();
                String where = told < kept.size() ? kept.get(told).toString() : "evidence is no longer kept";
                told++;
                out.printf("fired (%d): %s: %s%n", told, armed.fault(), where);
                out.flush();
            }
        }
    }

    /** Ctrl-C ends the process; whoever embeds this interrupts the thread. */
    private static void waitForever(FaultProxy proxy, PrintStream out) {
        CountDownLatch never = new CountDownLatch(1);
        boolean told = false;
        try {
            while (!never.await(1, TimeUnit.SECONDS)) {
                if (!told && proxy.counts().encrypted() > 0) { // else one would wait in vain for faults to fire
                    out.println(
                            "note: clients encrypt, so only bytes can be hit; let them connect with sslmode=disable");
                    out.flush();
                    told = true;
                }
            }
        } catch (InterruptedException e) {
            assert e != null; // that is the end
        }
    }
}
