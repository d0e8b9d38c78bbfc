package dev.holdfast.coupons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.fault.Armed;
import dev.holdfast.proof.fault.FaultProxy;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said when the connection to the database is cut, or says nothing; row by row of the table in README.md. */
class FaultsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private FaultProxy proxy;
    private Service service;

    @BeforeEach
    void start() throws Exception {
        proxy = FaultProxy.before(Service.server(), 1);
        service = started(timeouts -> timeouts);
    }

    private void startWith(UnaryOperator<Timeouts> change) throws Exception {
        service.close();
        service = started(change);
    }

    private Service started(UnaryOperator<Timeouts> change) throws Exception {
        Timeouts timeouts = change.apply(Timeouts.usual());
        Service started = Service.startAt(proxy.host() + ":" + proxy.port(), options -> options.withTimeouts(timeouts));
        started.create("poster", 10);
        return started;
    }

    @AfterEach
    void stop() {
        service.close();
        proxy.close();
    }

    private Armed armed(String fault) {
        return proxy.arm(fault);
    }

    private void assertSold(int claims) throws SQLException {
        service.await("select count(*) from claims", claims);
        assertThat(service.remaining("poster")).isEqualTo(10 - claims);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reset before command-complete(INSERT)",
                "close before command-complete(UPDATE)",
                "error(57P01) instead-of command-complete(SELECT)"
            })
    void lostBeforeCommitItIsDoneAgain(String fault) throws Exception {
        Armed cut = armed(fault);
        assertThat(service.claim("ann", "poster").statusCode()).isEqualTo(200);
        assertThat(cut.fired()).isEqualTo(1);
        assertSold(1);
    }

    @Test
    void lostBeforeCommitAgainAndAgainItIsUnavailable() throws Exception {
        startWith(timeouts -> timeouts.withRequest(Duration.ofSeconds(1)));
        Armed cut = armed("reset before command-complete(INSERT) every");
        HttpResponse<String> answer = service.claim("ann", "poster");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(cut.fired()).isGreaterThan(1);
        cut.disarm();
        assertSold(0);
        assertThat(service.claim("ann", "poster").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset before command-complete(COMMIT)", "close before execute(COMMIT)"})
    void lostAtCommitItIsSettledByTheKey(String fault) throws Exception {
        Armed cut = armed(fault);
        assertThat(service.claim("k-1", "ann", "poster").statusCode()).isEqualTo(200);
        assertThat(cut.fired()).isEqualTo(1);
        assertThat(service.claim("k-1", "ann", "poster").statusCode()).isEqualTo(200);
        assertSold(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset before command-complete(COMMIT)", "close before execute(COMMIT)"})
    void lostAtCommitItIsSettledWithoutAKeyAsLongAsTheServerIsThere(String fault) throws Exception {
        Armed cut = armed(fault);
        assertThat(service.claim("ann", "poster").statusCode()).isEqualTo(200);
        assertThat(cut.fired()).isEqualTo(1);
        assertSold(1);
    }

    @Test
    void whatCannotBeSettledIsToldToBeUnknownAndTheKeyFindsOut() throws Exception {
        startWith(timeouts -> timeouts.withRequest(Duration.ofSeconds(1)));
        Armed cut = armed("reset before command-complete(COMMIT)");
        Armed question = armed("close before execute(set local lock_timeout) every");
        HttpResponse<String> answer = service.claim("k-2", "ann", "poster");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(Service.problem(answer)).isEqualTo("unknown-outcome");
        assertThat(Service.JSON.readTree(answer.body()).path("outcome").textValue())
                .isEqualTo("unknown");
        assertThat(cut.fired()).isEqualTo(1);
        assertThat(question.fired()).isPositive();
        question.disarm();
        assertSold(1);
        assertThat(service.claim("k-2", "ann", "poster").statusCode()).isEqualTo(200);
        assertSold(1);
    }

    @Test
    void aServerThatSaysNothingIsGivenUpAtTheDeadline() throws Exception {
        startWith(timeouts -> timeouts.withRequest(Duration.ofSeconds(1)));
        Armed silence = armed("black-hole before command-complete(INSERT)");
        HttpResponse<String> answer = service.claim("ann", "poster");
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(Service.problem(answer)).isEqualTo("timeout");
        assertThat(silence.fired()).isEqualTo(1);
        assertThat(service.claim("bob", "poster").statusCode()).isEqualTo(200);
        assertSold(1);
    }

    @Test
    void aPauseInATransactionIsEndedByTheServer() throws Exception {
        startWith(timeouts -> timeouts.withIdle(Duration.ofMillis(100)).withRequest(Duration.ofSeconds(2)));
        Armed pause = armed("delay(500ms) before parse(insert into claims) every");
        HttpResponse<String> answer = service.claim("ann", "poster");
        assertThat(answer.statusCode()).isIn(503, 504);
        assertThat(pause.fired()).isPositive();
        pause.disarm();
        assertSold(0);
        assertThat(service.claim("ann", "poster").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutAServerItIsUnavailableAndAfterwardsItIsNot() throws Exception {
        startWith(timeouts -> timeouts.withRequest(Duration.ofSeconds(1)));
        Service.server().stop();
        try {
            assertThat(service.claim("ann", "poster").statusCode()).isEqualTo(503);
            assertThat(service.get("/health").statusCode()).isEqualTo(503);
        } finally {
            Service.server().startAgain();
        }
        awaitOk();
        assertThat(service.get("/health").statusCode()).isEqualTo(200);
    }

    /** Bounded by {@link #LONG}. */
    private void awaitOk() throws Exception {
        var until = dev.holdfast.core.Deadline.in(LONG);
        while (service.find("poster").statusCode() != 200) {
            assertThat(until.passed()).as("long over").isFalse();
        }
    }
}
