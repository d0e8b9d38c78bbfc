package dev.holdfast.servers;

import dev.holdfast.servers.internal.Account;
import dev.holdfast.servers.internal.Cache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What embedded servers use on this machine: an account, and a cache that stays between runs. Stateless. */
public final class Installation {
    private Installation() {}

    /** Where binaries and initialised clusters are kept. */
    public static Path cache() {
        return Cache.of(Account.current()).root();
    }

    /**
     * The account as which servers run, and how it is taken on.
     *
     * @throws ServerFailed if we are root and no other account can be used
     */
    public static String account() {
        Account account = Account.current();
        return account.prefix().isEmpty()
                ? account.name()
                : account.name() + " (by " + account.prefix().get(0) + ", as this process is root)";
    }

    /** Removes the cache. Servers that are running keep running, as they have what they need open. */
    public static void removeCache() {
        Path root = cache();
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove the cache " + root, e);
        }
    }
}
