package dev.holdfast.servers;

import dev.holdfast.core.Problems;
import dev.holdfast.core.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An external server and how to log in: what a URL and libpq's {@code PG*} variables say. Its parts never show the
 * password, wherever that came from. Immutable.
 *
 * @param database where our lock is held, and from which databases are created
 * @param password empty if none was given; pgjdbc then looks into {@code ~/.pgpass}
 * @param parameters of the URL, for example {@code sslmode}; without user and passwords
 * @param patience how long to try while it isn't reachable
 * @param shared whether it may be used while others are connected to it
 */
public record Target(
        String host,
        int port,
        String database,
        String user,
        Secret password,
        Map<String, String> parameters,
        Duration patience,
        boolean shared) {
    private static final Pattern FORM = Pattern.compile(
            "(?:jdbc:postgresql|postgresql|postgres):(?://(?:([^/?@]*)@)?(\\[[0-9A-Fa-f:]+]|[^/?:@,]*)(?::([^/?,]*))?(?:/|(?=\\?)|$))?"
                    + "([^/?]*)(?:\\?(.*))?");
    private static final Set<String> SECRET = Set.of("user", "password", "sslpassword");

    public Target {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads {@code jdbc:postgresql://host:5432/database?user=…&password=…} or libpq's
     * {@code postgresql://user:password@host/database}; what it leaves out comes from {@code environment} (PGHOST, PGPORT,
     * PGDATABASE, PGUSER, PGPASSWORD, PGSSLMODE), then from libpq's defaults.
     *
     * @throws dev.holdfast.core.InvalidOption if it can't be read; the message doesn't repeat the URL's secrets
     */
    public static Target parse(String url, Map<String, String> environment) {
        Problems problems = new Problems();
        Matcher form = FORM.matcher(url.strip());
        if (!form.matches()) {
            problems.add(
                    "not the URL of one PostgreSQL server",
                    "It isn't repeated here, as it may hold a password. Several hosts in one URL aren't supported.",
                    "Write jdbc:postgresql://host:5432/database, and PGUSER and PGPASSWORD in the environment.");
            problems.throwIfAny();
        }
        Map<String, String> query = query(form.group(5), problems);
        String[] login = login(form.group(1));
        String user = first(login[0], query.get("user"), environment.get("PGUSER"), System.getProperty("user.name"));
        String host = first(form.group(2), environment.get("PGHOST"), "localhost");
        int port = port(first(form.group(3), environment.get("PGPORT"), "5432"), problems);
        problems.throwIfAny();
        String sslMode = environment.getOrDefault("PGSSLMODE", "");
        if (!sslMode.isEmpty()) {
            query.putIfAbsent("sslmode", sslMode);
        }
        String password = first(login[1], query.get("password"), environment.get("PGPASSWORD"), "");
        query.keySet().removeAll(SECRET);
        String database = first(decode(group(form, 4)), environment.get("PGDATABASE"), user);
        return new Target(host, port, database, user, Secret.of(password), query, Duration.ZERO, false);
    }

    /** The same, with the variables of this process. */
    public static Target parse(String url) {
        return parse(url, System.getenv());
    }

    public Target withWait(Duration wait) {
        return new Target(host, port, database, user, password, parameters, wait, shared);
    }

    /** Accepts that others are connected. */
    public Target withShared(boolean newShared) {
        return new Target(host, port, database, user, password, parameters, patience, newShared);
    }

    /** The JDBC URL of one of its databases, without user and password. */
    public String jdbcUrl(String name) {
        String query = new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(e -> e.getKey() + "=" + encode(e.getValue()))
                        .collect(Collectors.joining("&"));
        return "jdbc:postgresql://" + host + ":" + port + "/" + encode(name) + (query.isEmpty() ? "" : "?" + query);
    }

    private static Map<String, String> query(@Nullable String text, Problems problems) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                problems.add("a parameter of the URL has no value", "", "Write name=value, separated by &.");
            } else {
                query.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String[] login(@Nullable String text) {
        if (text == null) {
            return new String[] {"", ""};
        }
        int colon = text.indexOf(':');
        return colon < 0
                ? new String[] {decode(text), ""}
                : new String[] {decode(text.substring(0, colon)), decode(text.substring(colon + 1))};
    }

    private static int port(String text, Problems problems) {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        problems.add("not a port", "\"" + text + "\" was given.", "Write a number from 1 to 65535; 5432 is usual.");
        return 0;
    }

    private static String group(Matcher form, int number) {
        String text = form.group(number);
        return text == null ? "" : text;
    }

    private static String first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isEmpty()) {
                return candidate;
            }
        }
        return "";
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return jdbcUrl(database);
    }
}
