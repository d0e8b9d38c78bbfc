package dev.holdfast.connections.internal.postgres;

import dev.holdfast.core.Credential;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Problems;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** One server, and how to talk to it, as a URL of the driver says; the database in it is that of nobody in particular. */
final class ServerUrl {
    /** The driver sends everything that we want it to in its first message to servers that are at least this. */
    private static final String OLDEST = "15";

    /** Properties that can't be in the URL, and what to do instead. */
    private static final Map<String, String> REFUSED = new TreeMap<>(Map.of(
            "user", "Give it with the credentials.",
            "password", "Give it with the credentials, and change it if others may have seen the URL.",
            "service", "Write the service's host, port and properties into the URL.",
            "loginTimeout", "Set the open timeout.",
            "socketFactory", "Leave it out; the connections need sockets of their own.",
            "socketFactoryArg", "Leave it out; the connections need sockets of their own.",
            "ApplicationName", "Set the application name.",
            "replication", "Leave it out; replication needs connections of its own."));

    private final Properties properties;

    private ServerUrl(Properties properties) {
        this.properties = properties;
    }

    /**
     * Reads it.
     *
     * @throws InvalidOption with everything that is wrong with it
     */
    static ServerUrl parse(String url) {
        Properties parsed = Driver.parseURL(url, null);
        if (parsed == null) {
            throw new InvalidOption(
                    "not a URL of a PostgreSQL database",
                    "\"" + withoutProperties(url) + "\" was given.",
                    "Write jdbc:postgresql://host:port/database?property=value&...");
        }
        Problems problems = new Problems();
        check(parsed, problems);
        problems.throwIfAny();
        return new ServerUrl(parsed);
    }

    private static void check(Properties parsed, Problems problems) {
        REFUSED.forEach((name, instead) -> {
            if (parsed.getProperty(name) != null) {
                problems.add("the URL has the property " + name, "It can't be chosen there.", instead);
            }
        });
        if (parsed.getProperty("PGHOST", "").contains(",")) {
            problems.add(
                    "the URL names several servers",
                    "It has " + parsed.getProperty("PGHOST") + "; a budget is that of one server.",
                    "Name one, or one set of connections for each.");
        }
        if ("always".equalsIgnoreCase(PGProperty.READ_ONLY_MODE.getOrNull(parsed))) {
            problems.add(
                    "the URL has readOnlyMode=always",
                    "What it sets in the session would not survive that the session is made clean.",
                    "Write options=-c%20default_transaction_read_only=on, or leave it out.");
        }
        if ("extended".equalsIgnoreCase(PGProperty.PREFER_QUERY_MODE.getOrNull(parsed))) {
            problems.add(
                    "the URL has preferQueryMode=extended",
                    "A session is made clean in one round trip, which takes a simple query.",
                    "Leave it out, or choose extendedForPrepared.");
        }
    }

    /** Passwords may be in the properties. */
    private static String withoutProperties(String url) {
        return url.replaceFirst("\\?.*", "?...");
    }

    /** Where the driver finds the database of that name, whatever characters are in it. */
    String url(String database) {
        return "jdbc:postgresql://" + properties.getProperty("PGHOST") + ":" + properties.getProperty("PGPORT") + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    /** What the driver is to know beside that; the password is in it, to be forgotten soon. */
    Properties properties(Credential credential, String applicationName, String socketsId) {
        Properties all = new Properties();
        properties.stringPropertyNames().stream()
                .filter(name -> !name.startsWith("PG"))
                .forEach(name -> all.setProperty(name, properties.getProperty(name)));
        all.putIfAbsent(PGProperty.ASSUME_MIN_SERVER_VERSION.getName(), OLDEST);
        PGProperty.APPLICATION_NAME.set(all, applicationName);
        PGProperty.LOGIN_TIMEOUT.set(
                all, 0); // a timeout would be a thread; without any, DriverManager's would be taken
        PGProperty.SOCKET_FACTORY.set(all, AttemptSocketFactory.class.getName());
        PGProperty.SOCKET_FACTORY_ARG.set(all, socketsId);
        PGProperty.USER.set(all, credential.user());
        PGProperty.PASSWORD.set(all, credential.password().use(String::new));
        return all;
    }
}
