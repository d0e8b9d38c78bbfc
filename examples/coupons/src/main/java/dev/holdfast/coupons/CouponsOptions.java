package dev.holdfast.coupons;

import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.Problems;

/**
 * How the service runs.
 *
 * @param url of the server and a database on it that is always there, {@code jdbc:postgresql://host:port/postgres}; health
 *     asks that one, so that it has a connection of its own
 * @param credentials what to log in with
 * @param database the coupons' own; made if there is none
 * @param port where to listen, on 127.0.0.1; 0 for any that is free
 * @param pool connections for coupons; there is one more, for health
 * @param timeouts how long what may take
 */
public record CouponsOptions(
        String url, CredentialSource credentials, String database, int port, int pool, Timeouts timeouts) {
    public CouponsOptions {
        Problems problems = new Problems();
        if (port < 0 || port > 65_535) {
            problems.add("not a port", port + " was given.", "From 1 to 65535, or 0 for any that is free.");
        }
        if (pool < 1) {
            problems.add("the pool has no connections", pool + " was given.", "Write at least 1.");
        }
        if (url.contains("options=")) {
            problems.add(
                    "the URL has options", "The timeouts are given to the server that way.", "Write them as Timeouts.");
        }
        problems.throwIfAny();
    }

    /** Ten connections, the usual timeouts, any port. */
    public static CouponsOptions on(String url, CredentialSource credentials) {
        return new CouponsOptions(url, credentials, "coupons", 0, 10, Timeouts.usual());
    }

    public CouponsOptions withDatabase(String value) {
        return new CouponsOptions(url, credentials, value, port, pool, timeouts);
    }

    public CouponsOptions withPort(int value) {
        return new CouponsOptions(url, credentials, database, value, pool, timeouts);
    }

    public CouponsOptions withPool(int value) {
        return new CouponsOptions(url, credentials, database, port, value, timeouts);
    }

    public CouponsOptions withTimeouts(Timeouts value) {
        return new CouponsOptions(url, credentials, database, port, pool, value);
    }
}
