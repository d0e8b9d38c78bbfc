package dev.holdfast.servers;

import java.nio.file.Path;
import java.util.List;

/**
 * A JVM that is going to be killed: starts (or attaches to) a server, does what its arguments say, prints
 * {@code begin}, then {@code ready DIRECTORY}, and waits.
 *
 * <p>Arguments: the parent directory or, after {@code attach}, the run directory; then any of {@code pgbouncer},
 * {@code suspend-backend}, {@code suspend}, {@code kill-postmaster}.
 */
final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        System.out.println("begin");
        EmbeddedPostgres server = words.getFirst().equals("attach")
                ? EmbeddedPostgres.attach(Path.of(words.get(1)))
                : EmbeddedPostgres.start(EmbeddedOptions.defaults().withParent(Path.of(words.getFirst())));
        if (words.contains("pgbouncer")) {
            PgBouncer pooler = PgBouncer.start(server, PgBouncerOptions.of(PgBouncerOptions.Mode.TRANSACTION));
            EmbeddedPostgresTest.one(pooler.connect("postgres"), "SELECT 1");
        }
        if (words.contains("suspend-backend")) {
            String pid = EmbeddedPostgresTest.first(server.connect(), "SELECT pg_backend_pid()");
            new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
        }
        if (words.contains("suspend")) {
            server.suspend();
        }
        if (words.contains("kill-postmaster")) {
            server.killPostmaster();
        }
        System.out.println("ready " + server.directory());
        System.out.flush();
        Thread.sleep(Long.MAX_VALUE);
    }
}
