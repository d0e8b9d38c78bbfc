package dev.holdfast.servers.spi;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/**
 * Where published artifacts come from; found by {@link java.util.ServiceLoader}. The one that comes with Holdfast asks
 * Maven repositories, with the user's own settings. Implementations are thread-safe.
 */
public interface ArtifactSource {
    /**
     * A readable jar file with that artifact; the caller doesn't change it.
     *
     * @throws Missing if the repositories could be asked and none has it
     * @throws IOException if they couldn't be asked; the message says which, and why
     */
    Path fetch(String groupId, String artifactId, String version) throws IOException;

    /** The artifact isn't published, as far as could be seen. */
    final class Missing extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        public Missing(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
