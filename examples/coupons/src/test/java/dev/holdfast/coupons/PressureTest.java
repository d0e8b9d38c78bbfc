package dev.holdfast.coupons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.Statistics;
import dev.holdfast.core.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Few connections, locks that somebody holds, clients that hang up. */
@SuppressWarnings("NullAway.Init") // each test starts its own
class PressureTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Nobody is ended by a timeout before the test gives up, unless it says so. */
    private static final Duration LONGER = LONG.multipliedBy(4);

    private static final Timeouts PATIENT = new Timeouts(LONGER, LONGER, LONGER, LONGER, LONGER);

    private Service service;
    private Connection holder;

    private void start(int pool, UnaryOperator<Timeouts> change) throws Exception {
        service = Service.start(options -> options.withPool(pool).withTimeouts(change.apply(PATIENT)));
        service.create("held", 10);
        service.create("free", 10);
        holder = service.connect();
    }

    @AfterEach
    void stop() throws SQLException {
        holder.close();
        service.close();
    }

    private void hold() throws SQLException {
        ClaimTest.hold(holder, "held");
    }

    @Test
    void withAllConnectionsHeldSomeAreToldWhenToComeAgainAndNoneHangs() throws Exception {
        start(2, timeouts -> timeouts.withAcquire(SHORT));
        hold();
        List<CompletableFuture<HttpResponse<String>>> holding = Stream.of("ann", "bob")
                .map(user -> service.claimSoon(user, "held"))
                .toList();
        service.awaitLockWaits(2);
        List<HttpResponse<String>> refused =
                IntStream.range(0, 10).mapToObj(number -> service.claimSoon("user-" + number, "free")).toList().stream()
                        .map(CompletableFuture::join)
                        .toList();
        assertThat(refused).hasSize(10).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(Service.problem(answer)).isEqualTo("busy");
            assertThat(answer.headers().firstValueAsLong("retry-after").orElse(0))
                    .isPositive();
        });
        assertThat(service.get("/health").statusCode()).isEqualTo(200);
        holder.rollback();
        assertThat(holding)
                .allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(200));
        assertThat(service.claim("zoe", "free").statusCode()).isEqualTo(200);
        assertThat(service.claims("free")).isEqualTo(1);
        assertThat(service.claims("held")).isEqualTo(2);
    }

    @Test
    void aLockThatIsHeldTooLongIsATimeout() throws Exception {
        start(2, timeouts -> timeouts.withLock(SHORT).withRequest(Duration.ofSeconds(1)));
        assertTimesOut();
    }

    @Test
    void aStatementThatTakesTooLongIsATimeout() throws Exception {
        start(2, timeouts -> timeouts.withStatement(SHORT));
        assertTimesOut();
    }

    @Test
    void aRequestThatTakesTooLongIsATimeout() throws Exception {
        start(2, timeouts -> timeouts.withRequest(SHORT));
        assertTimesOut();
    }

    private void assertTimesOut() throws Exception {
        hold();
        HttpResponse<String> answer = service.claim("ann", "held");
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(Service.problem(answer)).isEqualTo("timeout");
        service.awaitLockWaits(0);
        assertThat(service.claim("ann", "free").statusCode()).isEqualTo(200);
        holder.rollback();
        assertThat(service.claims("held")).isZero();
        assertThat(service.remaining("held")).isEqualTo(10);
    }

    @Test
    void aClientThatHangsUpInALockWaitCancelsItsStatementAndFreesItsConnection() throws Exception {
        start(1, timeouts -> timeouts);
        int backend = backend();
        hold();
        try (Socket client = claiming("ann", "held")) {
            service.awaitLockWaits(1);
            assertThat(client.isConnected()).isTrue();
        }
        service.awaitLockWaits(0);
        assertThat(service.claim("bob", "free").statusCode()).isEqualTo(200);
        assertThat(backend()).as("the connection is the same").isEqualTo(backend);
        holder.rollback();
        assertThat(service.claims("held")).isZero();
        assertThat(service.remaining("held")).isEqualTo(10);
    }

    /** Of the one connection for coupons. */
    private int backend() throws SQLException {
        return service.number(
                "select pid from pg_stat_activity where datname = current_database() and application_name = 'coupons'");
    }

    @Test
    void aClientThatHangsUpInTheQueueLeavesIt() throws Exception {
        start(1, timeouts -> timeouts);
        hold();
        CompletableFuture<HttpResponse<String>> first = service.claimSoon("ann", "held");
        service.awaitLockWaits(1);
        try (Socket client = claiming("bob", "free")) {
            awaits(() -> figures().waiting() == 1);
            assertThat(client.isConnected()).isTrue();
        }
        awaits(() -> figures().waiting() == 0);
        holder.rollback();
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(service.claims("free")).isZero();
    }

    private Statistics.Part figures() {
        return service.coupons.connections().statistics().total();
    }

    private static void awaits(BooleanSupplier reached) {
        Deadline until = Deadline.in(LONG);
        while (!reached.getAsBoolean()) {
            assertThat(until.passed()).as("long over").isFalse();
            Thread.onSpinWait();
        }
    }

    private Socket claiming(String user, String coupon) throws IOException {
        String body = "{\"user_id\":\"" + user + "\",\"coupon_name\":\"" + coupon + "\"}";
        return sending("POST /api/coupons/claim HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                + "content-length: " + body.length() + "\r\n\r\n" + body);
    }

    private Socket sending(String request) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), service.coupons.port());
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    @Test
    void aBodyThatDoesNotComeIsNotAwaitedForEver() throws Exception {
        start(1, timeouts -> timeouts.withRequest(SHORT));
        try (Socket client = sending("POST /api/coupons HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{")) {
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void whoIsBeingServedWhenItEndsIsServed() throws Exception {
        start(2, timeouts -> timeouts);
        hold();
        CompletableFuture<HttpResponse<String>> last = service.claimSoon("ann", "held");
        service.awaitLockWaits(1);
        CompletableFuture<Void> ending = CompletableFuture.runAsync(service.coupons::close);
        awaits(this::isRefused);
        assertThat(ending).isNotDone();
        holder.rollback();
        assertThat(last.join().statusCode()).isEqualTo(200);
        ending.join();
        service.await(
                "select count(*) from pg_stat_activity where datname = current_database()"
                        + " and application_name = 'coupons'",
                0);
        assertThat(service.claims("held")).isEqualTo(1);
        assertThatThrownBy(() -> service.claim("bob", "held")).isInstanceOf(IOException.class);
    }

    private boolean isRefused() {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), service.coupons.port())) {
            return !client.isConnected();
        } catch (IOException e) {
            return true;
        }
    }
}
