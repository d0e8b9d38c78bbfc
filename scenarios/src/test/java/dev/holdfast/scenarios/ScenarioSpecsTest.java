package dev.holdfast.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.spec.Spec;
import dev.holdfast.proof.spec.SpecOptions;
import dev.holdfast.proof.spec.SpecResult;
import dev.holdfast.proof.spec.SpecRun;
import dev.holdfast.proof.spec.Transcript;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The races of scenarios as files: each with its race in it, and without. */
class ScenarioSpecsTest {
    private static final Transcript NOBODY = new Transcript() {
        @Override
        public void out(Bytes text) {}

        @Override
        public void err(Bytes text) {}
    };

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static SpecResult play(String name) throws IOException, SQLException, InterruptedException {
        try (InputStream file = Objects.requireNonNull(FlashSale.class.getResourceAsStream(name + ".spec"), name);
                Database database = server.createDatabase("spec")) {
            Spec spec = Spec.parse(name, Bytes.of(file.readAllBytes()));
            SpecResult result = SpecRun.play(spec, database, SpecOptions.DEFAULT, NOBODY);
            assertThat(result.stopped()).isEmpty();
            assertThat(result.permutations()).isEqualTo(spec.count().intValueExact());
            return result;
        }
    }

    /** The smallest permutation that breaks {@code invariant}, which is the first of those that are broken. */
    private static List<String> smallest(SpecResult result, String invariant) {
        SpecResult.Broken broken = result.broken().get(0);
        assertThat(broken.invariant().name()).isEqualTo(Bytes.of(invariant));
        return broken.smallest().turns().stream()
                .map(turn -> turn.step().name().text())
                .toList();
    }

    private static void assertHolds(String name, int permutations, int waits) throws Exception {
        SpecResult result = play(name);
        assertThat(result.broken()).isEmpty();
        assertThat(result.permutations()).isEqualTo(permutations);
        assertThat(result.waits()).isEqualTo(waits);
    }

    @Test
    void withoutARowLockTheLastCouponIsSoldTwice() throws Exception {
        SpecResult result = play("flash-sale-without-lock");
        assertThat(result.permutations()).isEqualTo(20);
        assertThat(smallest(result, "no-oversell"))
                .hasSize(6)
                .containsSubsequence("ann_looks", "ann_takes", "ann_commits")
                .containsSubsequence("bob_looks", "bob_takes", "bob_commits");
        assertThat(result.broken().get(0).rows().text()).contains("coupon-a|     1|       -1");
    }

    @Test
    void withARowLockTheLastCouponIsSoldOnceInEveryOrder() throws Exception {
        assertHolds("flash-sale", 20, 18);
    }

    @Test
    void aDuplicateLookedForBeforeTheLockIsMissed() throws Exception {
        SpecResult result = play("double-dip-without-constraint");
        assertThat(result.permutations()).isEqualTo(20);
        assertThat(smallest(result, "one-claim-per-user")).hasSize(6);
        assertThat(result.broken().get(0).rows().text()).contains("greedy |coupon-a   |     2");
    }

    @Test
    void aDuplicateLookedForUnderTheLockIsFoundInEveryOrder() throws Exception {
        assertHolds("double-dip", 20, 18);
    }

    @Test
    void aReadingInTwoStatementsIsTornByTheClaimCommittedBetweenThem() throws Exception {
        SpecResult result = play("torn-read-in-two-statements");
        assertThat(result.permutations()).isEqualTo(6);
        assertThat(result.broken().get(0).permutations()).hasSize(2);
        assertThat(smallest(result, "conservation"))
                .hasSize(4)
                .containsSubsequence("takes", "commits")
                .containsSubsequence("reads_stock", "commits", "reads_claims");
        assertThat(result.broken().get(0).rows().text()).contains("   100|      100|      1");
    }

    @Test
    void aReadingInOneStatementAddsUpInEveryOrder() throws Exception {
        assertHolds("torn-read", 6, 0);
    }

    @Test
    void basketsLockedAsNamedCanDeadlock() throws Exception {
        SpecResult result = play("opposite-order-as-named");
        assertThat(result.permutations()).isEqualTo(20);
        assertThat(smallest(result, "no-deadlock"))
                .hasSize(5)
                .contains("ann_takes_a", "ann_takes_b", "bob_takes_a", "bob_takes_b");
    }

    @Test
    void basketsLockedInOneOrderNeverDeadlock() throws Exception {
        assertHolds("opposite-order", 20, 18);
    }
}
