package dev.holdfast.coupons;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.core.CredentialSource;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The service on a PostgreSQL of the tests, its client, and a look past it into its database. */
final class Service implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = EmbeddedPostgres.start(EmbeddedOptions.defaults());

    final HttpClient http = HttpClient.newHttpClient();
    final Coupons coupons;
    final String database = "coupons_" + NUMBER.incrementAndGet();

    private Service(String url, UnaryOperator<CouponsOptions> change) throws SQLException {
        CouponsOptions usual = CouponsOptions.on(url, CredentialSource.constant(SERVER.user(), SERVER.password()))
                .withDatabase(database);
        this.coupons = Coupons.start(change.apply(usual));
    }

    static Service start() throws SQLException {
        return start(options -> options);
    }

    static Service start(UnaryOperator<CouponsOptions> change) throws SQLException {
        return startAt(SERVER.host() + ":" + SERVER.port(), change);
    }

    /** Through a proxy. */
    static Service startAt(String hostAndPort, UnaryOperator<CouponsOptions> change) throws SQLException {
        return new Service("jdbc:postgresql://" + hostAndPort + "/postgres", change);
    }

    static EmbeddedPostgres server() {
        return SERVER;
    }

    // --- the client

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + coupons.port() + path))
                .timeout(Duration.ofMinutes(1));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(to(path));
    }

    HttpResponse<String> find(String name) throws IOException, InterruptedException {
        return get("/api/coupons/" + encoded(name));
    }

    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    HttpRequest.Builder posting(String path, String json) {
        return to(path).header("content-type", "application/json").POST(BodyPublishers.ofString(json));
    }

    HttpResponse<String> create(String name, int amount) throws IOException, InterruptedException {
        return create(
                JSON.createObjectNode().put("name", name).put("amount", amount).toString());
    }

    HttpResponse<String> create(String json) throws IOException, InterruptedException {
        return send(posting("/api/coupons", json));
    }

    HttpRequest.Builder claiming(String user, String coupon) {
        return posting(
                "/api/coupons/claim",
                JSON.createObjectNode()
                        .put("user_id", user)
                        .put("coupon_name", coupon)
                        .toString());
    }

    HttpResponse<String> claim(String user, String coupon) throws IOException, InterruptedException {
        return send(claiming(user, coupon));
    }

    HttpResponse<String> claim(String key, String user, String coupon) throws IOException, InterruptedException {
        return send(claiming(user, coupon).header("Idempotency-Key", key));
    }

    CompletableFuture<HttpResponse<String>> claimSoon(String user, String coupon) {
        return http.sendAsync(claiming(user, coupon).build(), BodyHandlers.ofString());
    }

    /** What a problem's type says. */
    static String problem(HttpResponse<String> response) throws IOException {
        JsonNode problem = JSON.readTree(response.body());
        if (!response.headers().firstValue("content-type").orElse("").equals("application/problem+json")
                || problem.path("status").intValue() != response.statusCode()
                || problem.path("detail").textValue().isBlank()) {
            throw new AssertionError("not a problem: " + response + " " + response.body());
        }
        return problem.path("type").textValue().replace("urn:coupons:", "");
    }

    // --- the database, past the service

    Connection connect() throws SQLException {
        return SERVER.connect(database);
    }

    int number(String sql, Object... values) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                query.setObject(i + 1, values[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    int claims(String coupon) throws SQLException {
        return number("select count(*) from claims where coupon_name = ?", coupon);
    }

    int remaining(String coupon) throws SQLException {
        return number("select remaining_amount from coupons where name = ?", coupon);
    }

    /** Returns when so many sessions of the service wait for a lock. */
    void awaitLockWaits(int sessions) throws SQLException {
        await(
                "select count(*) from pg_stat_activity where datname = current_database()"
                        + " and application_name = 'coupons' and wait_event_type = 'Lock'",
                sessions);
    }

    /** Returns when a number has become what is expected, which it has to within half a minute. */
    void await(String sql, int expected) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement watch = connection.prepareStatement("""
                        do $$
                        declare
                          seen int;
                        begin
                          for i in 1..3000 loop
                            perform pg_stat_clear_snapshot();
                            %s into seen;
                            if seen = %d then return; end if;
                            perform pg_sleep(0.01);
                          end loop;
                          raise exception 'expected %d, saw %%', seen;
                        end $$""".formatted(sql, expected, expected))) {
            watch.execute();
        }
    }

    @Override
    public void close() {
        coupons.close();
        http.close();
    }
}
