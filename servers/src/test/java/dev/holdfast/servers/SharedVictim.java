package dev.holdfast.servers;

import java.nio.file.Path;

/**
 * A JVM that uses the shared server of the directory that is its argument; prints {@code begin}, then
 * {@code ready DIRECTORY}. At the end of its input it ends by {@code System.exit}'s equal, without closing anything; until
 * then it may be killed.
 */
final class SharedVictim {
    private SharedVictim() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("begin");
        EmbeddedPostgres server =
                EmbeddedPostgres.shared(EmbeddedOptions.defaults().withParent(Path.of(arguments[0])));
        System.out.println("ready " + server.directory());
        System.out.flush();
        while (System.in.read() >= 0) {
            // only the end matters
        }
    }
}
