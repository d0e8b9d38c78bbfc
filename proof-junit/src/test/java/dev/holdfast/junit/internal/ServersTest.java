package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.junit.Holdfast;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.ServerFailed;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServersTest {
    /** Nobody else's server: no other test asks for this setting. */
    @Holdfast(settings = "work_mem=4321kB")
    private static final class Asking {}

    @Test
    void theTestInWhichTheServerDiesIsToldWhyAndTheNextGetsAnother() throws SQLException {
        Options options = Options.of(Asking.class.getAnnotation(Holdfast.class), true, name -> Optional.empty());
        ServerInUse first = Servers.shared(options);
        first.giveBack(first.take(Recipe.EMPTY), true);
        assertThat(Servers.shared(options)).isSameAs(first);
        EmbeddedPostgres server = SharedServer.inUse(options.embedded().orElseThrow());
        server.killPostmaster();
        assertThatThrownBy(() -> first.take(Recipe.EMPTY, 6)) // more than can have been ready
                .isInstanceOf(ServerFailed.class)
                .hasMessageStartingWith("the embedded server has died\n  detail: ")
                .hasMessageContaining("the end of its log:\n")
                .hasMessageContaining("database system is ready to accept connections");
        ServerInUse next = Servers.shared(options);
        assertThat(next).isNotSameAs(first);
        Lease lease = next.take(Recipe.EMPTY);
        assertThat(lease.warm().isValid(1)).isTrue();
        next.giveBack(lease, true);
    }
}
