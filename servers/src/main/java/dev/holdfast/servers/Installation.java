package dev.holdfast.servers;

import dev.holdfast.servers.internal.Account;
import dev.holdfast.servers.internal.Cache;
import java.nio.file.Path;

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
}
