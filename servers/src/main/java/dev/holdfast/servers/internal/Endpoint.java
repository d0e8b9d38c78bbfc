package dev.holdfast.servers.internal;

import java.util.Map;
import java.util.Properties;

/**
 * Where a server listens.
 *
 * @param tls how connections to it are encrypted: pgjdbc's parameters, for example {@code sslmode}
 */
public record Endpoint(String host, int port, Map<String, String> tls) {
    public Endpoint {
        tls = Map.copyOf(tls);
    }

    /** On this machine, and not encrypted. */
    public static Endpoint loopback(int port) {
        return new Endpoint("127.0.0.1", port, Map.of("sslmode", "disable"));
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.putAll(tls);
        return properties;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
