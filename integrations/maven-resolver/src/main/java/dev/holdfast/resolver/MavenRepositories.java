package dev.holdfast.resolver;

import dev.holdfast.servers.spi.ArtifactSource;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.ArtifactRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;

/**
 * Resolves artifacts as the user's own Maven would: the same local repository, mirrors, proxies, credentials and offline
 * switch from {@code settings.xml}. Thread-safe.
 */
public final class MavenRepositories implements ArtifactSource {
    private final ContextOverrides overrides;

    /** With the user's settings. */
    public MavenRepositories() {
        this(ContextOverrides.create().withUserSettings(true).build());
    }

    MavenRepositories(ContextOverrides overrides) {
        this.overrides = overrides;
    }

    @Override
    public Path fetch(String groupId, String artifactId, String version) throws IOException {
        Artifact artifact = new DefaultArtifact(groupId, artifactId, "jar", version);
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            return resolve(context, artifact);
        }
    }

    /**
     * Resolves artifacts with all that they need at run time, the nearest version of each.
     *
     * @param coordinates {@code group:artifact:version}, each
     * @throws IOException if one can't be had
     */
    public List<Path> classPath(List<String> coordinates) throws IOException {
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            CollectRequest wanted = new CollectRequest();
            wanted.setRepositories(context.remoteRepositories());
            coordinates.forEach(each -> wanted.addDependency(new Dependency(new DefaultArtifact(each), "runtime")));
            return context
                    .repositorySystem()
                    .resolveDependencies(context.repositorySystemSession(), new DependencyRequest(wanted, null))
                    .getArtifactResults()
                    .stream()
                    .map(result -> result.getArtifact().getFile().toPath())
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new IOException("could not resolve " + coordinates + ": " + e.getMessage(), e);
        }
    }

    private static Path resolve(Context context, Artifact artifact) throws IOException {
        try {
            return context.repositorySystem()
                    .resolveArtifact(
                            context.repositorySystemSession(),
                            new ArtifactRequest(artifact, context.remoteRepositories(), null))
                    .getArtifact()
                    .getFile()
                    .toPath();
        } catch (ArtifactResolutionException e) {
            throw failure(context, artifact, e);
        }
    }

    /** Offline, nobody can know what is published; otherwise it is missing if every repository said so. */
    private static IOException failure(Context context, Artifact artifact, ArtifactResolutionException e) {
        if (context.repositorySystemSession().isOffline()) {
            return new IOException(
                    "Maven is offline (settings.xml), and " + artifact + " isn't in the local repository", e);
        }
        String asked = context.remoteRepositories().stream()
                .map(ArtifactRepository::getId)
                .collect(Collectors.joining(", "));
        boolean missing = e.getResult().getExceptions().stream().allMatch(ArtifactNotFoundException.class::isInstance);
        return missing
                ? new Missing(artifact + " is in none of: " + asked, e)
                : new IOException("could not ask " + asked + " for " + artifact + ": " + e.getMessage(), e);
    }
}
