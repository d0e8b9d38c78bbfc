package dev.holdfast.coupons;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is asked and answered while nothing fails. */
class ClaimTest {
    private static Service service;

    @BeforeAll
    static void start() throws SQLException {
        service = Service.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aCouponIsMadeFoundAndClaimed() throws Exception {
        HttpResponse<String> made = service.create("spring", 2);
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body()).isEmpty();
        HttpResponse<String> claimed = service.claim("zoe", "spring");
        assertThat(claimed.statusCode()).isEqualTo(200);
        assertThat(claimed.body()).isEmpty();
        assertThat(service.claim("ann", "spring").statusCode()).isEqualTo(200);
        assertThat(service.find("spring").body())
                .isEqualTo(
                        "{\"name\":\"spring\",\"amount\":2,\"remaining_amount\":0,\"claimed_by\":[\"zoe\",\"ann\"]}");
    }

    @Test
    void aNameCanBeHadOnce() throws Exception {
        service.create("twice", 1);
        HttpResponse<String> again = service.create("twice", 9);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(Service.problem(again)).isEqualTo("exists");
        assertThat(service.remaining("twice")).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(service.find("nothing").statusCode()).isEqualTo(404);
        HttpResponse<String> claim = service.claim("ann", "nothing");
        assertThat(claim.statusCode()).isEqualTo(404);
        assertThat(Service.problem(claim)).isEqualTo("not-found");
    }

    @Test
    void thatAUserHasOneIsSaidAlsoWhenNoneIsLeft() throws Exception {
        service.create("last", 1);
        service.claim("ann", "last");
        assertThat(Service.problem(service.claim("ann", "last"))).isEqualTo("already-claimed");
        HttpResponse<String> late = service.claim("bob", "last");
        assertThat(late.statusCode()).isEqualTo(400);
        assertThat(Service.problem(late)).isEqualTo("out-of-stock");
    }

    @Test
    void ofManyWhoWantTheLastOneOneGetsIt() throws Exception {
        service.create("rush", 1);
        List<Integer> statuses = together("rush", 8, user -> "user-" + user);
        assertThat(statuses).hasSize(8).containsOnlyOnce(200).containsOnly(200, 400);
        assertThat(service.remaining("rush")).isZero();
        assertThat(service.claims("rush")).isEqualTo(1);
    }

    @Test
    void aGreedyUserGetsOne() throws Exception {
        service.create("greed", 100);
        List<Integer> statuses = together("greed", 8, user -> "greedy");
        assertThat(statuses).hasSize(8).containsOnlyOnce(200).containsOnly(200, 409);
        assertThat(service.remaining("greed")).isEqualTo(99);
        assertThat(service.claims("greed")).isEqualTo(1);
    }

    /** All wait for the row before any of them has it. */
    private static List<Integer> together(String coupon, int claims, java.util.function.IntFunction<String> user)
            throws SQLException {
        try (Connection holder = service.connect()) {
            hold(holder, coupon);
            var sent = IntStream.range(0, claims)
                    .mapToObj(number -> service.claimSoon(user.apply(number), coupon))
                    .toList();
            service.awaitLockWaits(claims);
            holder.rollback();
            return sent.stream().map(one -> one.join().statusCode()).toList();
        }
    }

    static void hold(Connection holder, String coupon) throws SQLException {
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("select from coupons where name = '" + coupon + "' for update");
        }
    }

    @Test
    void aFindShowsOneMomentWhileClaimsCommit() throws Exception {
        service.create("moment", 200);
        List<CompletableFuture<Void>> claimers = IntStream.range(0, 4)
                .mapToObj(number -> claimAll("moment", number * 50, 50))
                .toList();
        int changing = 0;
        do {
            JsonNode seen = Service.JSON.readTree(service.find("moment").body());
            int remaining = seen.path("remaining_amount").intValue();
            assertThat(remaining + seen.path("claimed_by").size()).isEqualTo(200);
            changing += remaining > 0 && remaining < 200 ? 1 : 0;
        } while (!claimers.stream().allMatch(CompletableFuture::isDone));
        claimers.forEach(CompletableFuture::join);
        assertThat(changing).as("looks while claims were going on").isPositive();
        assertThat(service.claims("moment")).isEqualTo(200);
    }

    /** One after another. */
    private static CompletableFuture<Void> claimAll(String coupon, int first, int count) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (int i = first; i < first + count; i++) {
            String user = "user-" + i;
            all = all.thenCompose(before -> service.claimSoon(user, coupon))
                    .thenAccept(claimed -> assertThat(claimed.statusCode()).isEqualTo(200));
        }
        return all;
    }

    @Test
    void aClaimThatComesAgainUnderItsKeyHasItsResult() throws Exception {
        service.create("keyed", 5);
        assertThat(service.claim("k-1", "ann", "keyed").statusCode()).isEqualTo(200);
        assertThat(service.claim("k-1", "ann", "keyed").statusCode()).isEqualTo(200);
        assertThat(service.claim("k-2", "ann", "keyed").statusCode()).isEqualTo(409);
        assertThat(service.remaining("keyed")).isEqualTo(4);
    }

    @Test
    void aKeyIsForOneClaim() throws Exception {
        service.create("mixed", 5);
        service.claim("k-mixed", "ann", "mixed");
        HttpResponse<String> other = service.claim("k-mixed", "bob", "mixed");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(Service.problem(other)).isEqualTo("key-reused");
        assertThat(service.claims("mixed")).isEqualTo(1);
    }

    @Test
    void whatWasRefusedMayBeTriedAgainUnderItsKey() throws Exception {
        assertThat(service.claim("k-late", "ann", "later").statusCode()).isEqualTo(404);
        service.create("later", 1);
        assertThat(service.claim("k-late", "ann", "later").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsServedIsWhatTheDocumentSays() throws Exception {
        JsonNode paths =
                Service.JSON.readTree(service.get("/openapi.json").body()).path("paths");
        List<String> documented = paths.properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> method.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey()))
                .toList();
        List<String> served = new Routes(new Store(java.time.Duration.ofSeconds(1)))
                .all().stream()
                        .map(route -> route.method() + " " + route.path())
                        .toList();
        assertThat(documented).isNotEmpty().containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void otherPathsAndMethodsAreTold() throws IOException, InterruptedException {
        assertThat(service.get("/").statusCode()).isEqualTo(404);
        assertThat(service.get("/api/coupons/a/b").statusCode()).isEqualTo(404);
        HttpResponse<String> wrong = service.send(service.to("/api/coupons/x").DELETE());
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("allow")).hasValue("GET");
    }

    @Test
    void itIsHealthy() throws IOException, InterruptedException {
        HttpResponse<String> health = service.get("/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).isEqualTo("{\"status\":\"healthy\"}");
    }
}
