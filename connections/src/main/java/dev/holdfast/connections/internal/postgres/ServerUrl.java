package dev.holdfast.connections.internal.postgres;

import dev.holdfast.core.Credential;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Problems;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.HostSpec;

/** One server, and how to talk to it, as a URL of the driver says; the database in it is that of nobody in particular. */
final class ServerUrl {
    /** The driver sends everything that it wants to be set in its first message to servers that are at least this. */
    private static final String OLDEST = "15";

    private static final Pattern URL = Pattern.compile(
            "jdbc:postgresql:(?://(?<servers>[^/?]*)(?:/|(?=\\?)|$))?(?<database>[^?/]*)(?:\\?(?<properties>.*))?");
    private static final Pattern SERVER = Pattern.compile("(?<host>\\[[^\\]]+\\]|[^:\\[\\]]*)(?::(?<port>\\d{1,5}))?");

    private static final String OWN_SOCKETS = "Leave it out: the connections need sockets of their own.";
    private static final String CREDENTIALS = "Give it with the credentials, and change it if it is a secret.";

    /** Properties that can't be in the URL, and what to do instead. */
    private static final Map<String, String> REFUSED = new TreeMap<>(Map.of(
            "user",
            CREDENTIALS,
            "password",
            CREDENTIALS,
            "service",
            "Write the service's host, port and properties into the URL.",
            "loginTimeout",
            "Set the open timeout.",
            "socketFactory",
            OWN_SOCKETS,
            "socketFactoryArg",
            OWN_SOCKETS,
            "ApplicationName",
            "Set the application name.",
            "replication",
            "Leave it out: replication needs connections of its own."));

    /** Values that can't be in the URL, in lower case, and what to do instead. */
    private static final Map<String, String> REFUSED_VALUES = new TreeMap<>(Map.of(
            "preferQueryMode=extended",
            "Leave it out: a session is made clean by one simple query.",
            "readOnlyMode=always",
            "Write options=-c%20default_transaction_read_only=on: what the driver sets in a session doesn't stay."));

    private final String host;
    private final int port;
    private final Map<String, String> properties;

    private ServerUrl(String host, int port, Map<String, String> properties) {
        this.host = host;
        this.port = port;
        this.properties = properties;
    }

    /**
     * Reads it.
     *
     * @throws InvalidOption with everything that is wrong with it
     */
    static ServerUrl parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw notAUrl(url);
        }
        Problems problems = new Problems();
        Map<String, String> properties = properties(parts.group("properties"));
        check(properties, problems);
        String servers = parts.group("servers") == null ? "" : parts.group("servers");
        if (servers.contains(",")) {
            problems.add(
                    "the URL names several servers",
                    "It has " + servers + "; a budget is that of one server.",
                    "Name one, or make connections for each.");
        }
        problems.throwIfAny();
        return of(servers, properties, url);
    }

    private static ServerUrl of(String server, Map<String, String> properties, String url) {
        Matcher parts = SERVER.matcher(server);
        if (!parts.matches()) {
            throw notAUrl(url);
        }
        String host = parts.group("host").isEmpty() ? "localhost" : parts.group("host");
        int port = parts.group("port") == null ? 5432 : Integer.parseInt(parts.group("port"));
        if (port < 1 || port > 65_535) {
            throw notAUrl(url);
        }
        return new ServerUrl(host, port, properties);
    }

    /** Without the properties: there may be a password among them. */
    private static InvalidOption notAUrl(String url) {
        return new InvalidOption(
                "not a URL of a PostgreSQL database",
                "\"" + url.replaceFirst("\\?.*", "?...") + "\" was given.",
                "Write jdbc:postgresql://host:port/database?property=value&...");
    }

    @SuppressWarnings("NullAway") // a group that isn't there is null
    private static Map<String, String> properties(String text) {
        Map<String, String> found = new TreeMap<>();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                found.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return found;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidOption(
                    "a property in the URL can't be read",
                    "One of them has a % that no two hexadecimal digits follow.",
                    "Write %25 for the sign itself.");
        }
    }

    private static void check(Map<String, String> properties, Problems problems) {
        REFUSED.forEach((name, instead) -> {
            if (properties.containsKey(name)) {
                problems.add("the URL has the property " + name, "It can't be chosen there.", instead);
            }
        });
        REFUSED_VALUES.forEach((pair, instead) -> {
            String name = pair.substring(0, pair.indexOf('='));
            if (pair.equalsIgnoreCase(name + "=" + properties.get(name))) {
                problems.add("the URL has " + pair, "It can't be chosen.", instead);
            }
        });
    }

    /** Where the driver's socket leads. */
    HostSpec[] server() {
        return new HostSpec[] {new HostSpec(host, port, properties.get("localSocketAddress"))};
    }

    /** As the driver shows it where it is asked. */
    String url() {
        return "jdbc:postgresql://" + host + ":" + port + "/";
    }

    /** What the driver is to know beside that; the password is in it, to be forgotten soon. */
    Properties properties(String database, Credential credential, String applicationName, String socketsId) {
        Properties all = new Properties();
        all.putAll(properties);
        all.putIfAbsent("assumeMinServerVersion", OLDEST);
        all.setProperty("PGDBNAME", database);
        all.setProperty("ApplicationName", applicationName);
        all.setProperty("socketFactory", AttemptSocketFactory.class.getName());
        all.setProperty("socketFactoryArg", socketsId);
        all.setProperty("user", credential.user());
        all.setProperty("password", credential.password().use(String::new));
        return all;
    }
}
