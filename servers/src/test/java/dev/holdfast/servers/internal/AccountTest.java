package dev.holdfast.servers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.servers.ServerFailed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountTest {
    /** A machine where we are root, with these programs and, perhaps, an account named postgres. */
    private static Account.Machine root(boolean hasPostgres, String... programs) {
        return command -> {
            if (command.getFirst().equals("sh")) {
                return new Shell.Result(0, "0\nroot\n" + (hasPostgres ? "postgres\n26\n26" : "nobody\n65534\n65534"));
            }
            return List.of(programs).contains(command.getFirst())
                    ? new Shell.Result(0, "26")
                    : new Shell.Result(127, "not found");
        };
    }

    @Test
    void userRunsServersAsHimself() {
        Account account = Account.choose(command -> new Shell.Result(0, "1000\nanna"));
        assertThat(account.name()).isEqualTo("anna");
        assertThat(account.root()).isFalse();
        assertThat(account.prefix()).isEmpty();
    }

    @Test
    void factsOfThisMachineAreThoseThatIdTells() {
        Account account = Account.choose(Shell::run);
        String me = Shell.run(List.of("id", "-un")).output();
        assertThat(account.root()).isEqualTo(me.equals("root"));
        assertThat(account.name()).isIn(me, "postgres", "nobody", "unshared");
    }

    @Test
    void rootPrefersSetprivThenRunuserThenAUserNamespace() {
        assertThat(Account.choose(root(true, "setpriv", "runuser", "unshare")).prefix())
                .containsExactly("setpriv", "--reuid=26", "--regid=26", "--clear-groups", "--");
        assertThat(Account.choose(root(true, "runuser", "unshare")).prefix())
                .containsExactly("runuser", "-u", "postgres", "--");
        assertThat(Account.choose(root(false, "runuser", "unshare")).name()).isEqualTo("nobody");
        assertThat(Account.choose(root(true, "unshare")).unshared()).isTrue();
    }

    @Test
    void rootWithNoWayOutIsToldWhyEachFailed() {
        assertThatThrownBy(() -> Account.choose(root(true)))
                .isInstanceOf(ServerFailed.class)
                .hasMessageContaining("setpriv: not found; runuser: not found; unshare: not found");
    }

    @Test
    void cacheIsWhereTheAccountCanEnter() {
        assertThat(Cache.place(true, Map.of())).isEqualTo(Path.of("/var/cache/holdfast"));
        assertThat(Cache.place(true, Map.of("HOLDFAST_CACHE", "/srv/c"))).isEqualTo(Path.of("/srv/c"));
        assertThat(Cache.place(false, Map.of("XDG_CACHE_HOME", "/home/anna/.c")))
                .isEqualTo(Path.of("/home/anna/.c/holdfast"));
        assertThat(Cache.place(false, Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "holdfast"));
    }
}
