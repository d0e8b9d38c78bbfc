package dev.holdfast.servers.internal;

import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.ServerFailed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The entry of one shared server: a file, per account and options, that names its run directory. It is read and written
 * under a lock that the kernel frees when its owner dies; what it names may be gone. Thread-safe, also between processes.
 *
 * @param key of the options that decide which server it is
 */
public record SharedServers(Account account, Path state, Path parent, String key) {
    /** Raised when what is kept can't be used by a later release. */
    private static final String FORMAT = "1";

    private static final int KEY_BYTES = 6;

    /** Serialises the threads of this JVM; between processes it is the lock file. */
    private static final Object DECIDING = new Object();

    public static SharedServers entry(Account account, Cache cache, EmbeddedOptions options) throws IOException {
        return new SharedServers(account, cache.clusters(account), options.parent(), key(options));
    }

    private static String key(EmbeddedOptions options) {
        String programs = options.installed()
                .map(directory -> directory.toAbsolutePath().toString())
                .orElseGet(() -> PostgresVersion.of(options.version()).published());
        String text = String.join(
                "\n",
                FORMAT,
                programs,
                options.durability().name(),
                Integer.toString(options.maxConnections()),
                new TreeMap<>(options.settings()).toString(),
                options.parent().toAbsolutePath().toString());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Calls {@code decision} while nobody else, in this JVM or another, decides about this server. */
    public <T> T alone(Supplier<T> decision) throws IOException {
        synchronized (DECIDING) {
            Path file = file(".lock");
            account.touch(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!held.isValid()) {
                    throw new IOException("lost the lock on " + file);
                }
                return decision.get();
            }
        }
    }

    /** The run directory that was registered last; its server may be gone, but nobody else can have taken its name. */
    public Optional<Path> registered() {
        String name = Shell.read(file("")).strip();
        Path directory = parent.resolve(name);
        return name.matches("holdfast-[^/]+-[0-9a-f]{8}") && isOurs(directory)
                ? Optional.of(directory)
                : Optional.empty();
    }

    private boolean isOurs(Path directory) {
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(state));
        } catch (IOException e) {
            return false; // it is gone
        }
    }

    public void register(Path directory) {
        Path fresh = file(".new");
        try {
            account.write(fresh, directory.getFileName().toString());
            Files.move(fresh, file(""), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ServerFailed("could not register the shared server", e + ".", "", e);
        }
    }

    private Path file(String suffix) {
        return state.resolve("shared-" + key + suffix);
    }
}
