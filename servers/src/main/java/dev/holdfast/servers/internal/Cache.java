package dev.holdfast.servers.internal;

import dev.holdfast.servers.ServerFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What stays between runs, per user: unpacked binaries, and initialised clusters per account. {@code ./holdfast clean}
 * removes it.
 */
public record Cache(Path root) {
    /** The place for {@code account}; {@code HOLDFAST_CACHE} decides, if set. Root's home is no place: others can't enter. */
    public static Cache of(Account account) {
        return new Cache(place(account.root(), System.getenv()));
    }

    static Path place(boolean root, Map<String, String> environment) {
        String chosen = environment.getOrDefault("HOLDFAST_CACHE", "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen).toAbsolutePath();
        }
        if (root) {
            return Path.of("/var/cache/holdfast");
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        return shared.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "holdfast")
                : Path.of(shared, "holdfast");
    }

    Path binaries() throws IOException {
        return open("binaries");
    }

    /** Where the account keeps its clusters, and the lock under which the dead are looked for. */
    public Path clusters(Account account) throws IOException {
        open("");
        return account.directory(root.resolve("clusters-" + account.name()));
    }

    /** Removes it all. */
    public void clear() {
        Shell.Result result = Shell.run(List.of("rm", "-rf", "--", root.toString()));
        if (!result.ok()) {
            throw new ServerFailed("could not remove the cache", result.output() + ".", "");
        }
    }

    private Path open(String child) throws IOException {
        Path path = root.resolve(child);
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new ServerFailed(
                    "cannot write the cache of binaries",
                    "directory " + path + ": " + e + ".",
                    "Set HOLDFAST_CACHE to a directory that this user may write.",
                    e);
        }
    }
}
