package dev.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.holdfast.junit.internal.Ground;
import dev.holdfast.proof.spec.SpecResult;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

/** Each red file is red for the reason that it names. */
class InterleavingTest {
    private static final List<SpecResult> BODIES = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        BODIES.clear();
    }

    private static TestExecutionResult run(Class<?> tests, String name) {
        Method method = Arrays.stream(tests.getDeclaredMethods())
                .filter(m -> m.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("holdfast.seed", "7")
                .selectors(selectMethod(tests, method))
                .execute()
                .testEvents()
                .finished()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .toList()
                .getFirst();
    }

    private static TestExecutionResult run(String method) {
        return run(Files.class, method);
    }

    private static String told(String method) {
        return String.valueOf(run(method).getThrowable().orElseThrow().getMessage());
    }

    @ExtendWith(StandIn.class)
    static class Files {
        @BeforeEach
        void schema(TestDatabase db) throws SQLException {
            execute(db, "create table prepared (n int); insert into prepared values (1)");
        }

        @Interleaving("counted.spec")
        void holds(SpecResult result) {
            BODIES.add(result);
        }

        @Interleaving("/dev/holdfast/junit/stock.spec")
        void isViolated() {
            throw new IllegalStateException("the body must not be reached");
        }

        @Interleaving(value = "stock.spec", check = false)
        void isViolatedAndLookedAt(SpecResult result) {
            assertEquals(
                    "alice_reads bob_reads alice_sells bob_sells",
                    result.broken().getFirst().smallest().text());
            BODIES.add(result);
        }

        @Interleaving(
                value = "stock.spec",
                only = {"alice_reads alice_sells bob_reads bob_sells"})
        void playsOneOrder(SpecResult result) {
            BODIES.add(result);
        }

        @Interleaving(value = "counted.spec", sample = 3)
        void playsSome(SpecResult result) {
            BODIES.add(result);
        }

        @Interleaving("said.spec")
        void saysWhatIsBesideIt(SpecResult result) {
            BODIES.add(result);
        }

        @Interleaving(value = "said.spec", expected = "otherwise.out")
        void saysSomethingElse() {}

        @Interleaving("mute.spec")
        void hasNothingToJudgeBy() {}

        @Interleaving("broken.spec")
        void hasMistakes() {}

        @Interleaving("missing.spec")
        void isMissing() {}

        @Interleaving("stuck.spec")
        void failsInItsSetup() {}

        @Interleaving("halfway.spec")
        void failsAfterItsFirstOrder() {}

        @Interleaving(value = "said.spec", expected = "otherwise.out", sample = 2)
        void contradictsItself() {}
    }

    private static void execute(TestDatabase db, String sql) throws SQLException {
        try (Connection connection = db.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aFileThatHoldsIsPlayedInThePreparedDatabase() {
        assertThat(run("holds").getThrowable()).isEmpty();
        assertThat(BODIES).singleElement().satisfies(result -> {
            assertThat(result.permutations()).isEqualTo(6);
            assertThat(result.broken()).isEmpty();
        });
    }

    @Test
    void aViolationIsToldWithTheFewestStepsTheRowsAndHowToPlayItAlone() {
        assertThat(run("isViolated").getThrowable().orElseThrow()).isInstanceOf(AssertionFailedError.class);
        assertThat(told("isViolated")).isEqualTo("""
                        /dev/holdfast/junit/stock.spec: invariant "left and sold make ten" is violated after 4 of 6 permutations
                          the smallest: alice_reads bob_reads alice_sells bob_sells
                          left_over|sold
                          ---------+----
                                  9|   2
                          (1 row)
                          alone: @Interleaving(value = "/dev/holdfast/junit/stock.spec", only = "alice_reads bob_reads alice_sells bob_sells")
                          or: ./holdfast spec /dev/holdfast/junit/stock.spec --permutation 'alice_reads bob_reads alice_sells bob_sells'""");
    }

    @Test
    void theMethodMayJudgeByItself() {
        assertThat(run("isViolatedAndLookedAt").getThrowable()).isEmpty();
        assertThat(BODIES).hasSize(1);
    }

    @Test
    void someOrdersMayBeChosen() {
        assertThat(run("playsOneOrder").getThrowable()).isEmpty();
        assertThat(run("playsSome").getThrowable()).isEmpty();
        assertThat(BODIES).extracting(SpecResult::permutations).containsExactly(1, 3);
    }

    @Test
    void theOutputIsHeldAgainstTheOneBesideIt() {
        assertThat(run("saysWhatIsBesideIt").getThrowable()).isEmpty();
        assertThat(run("saysSomethingElse").getThrowable().orElseThrow())
                .isInstanceOfSatisfying(AssertionFailedError.class, different -> {
                    assertThat(different).hasMessage("""
                                    said.spec: the output isn't otherwise.out
                                      line 7 is  "     1"
                                      instead of "     2\"""");
                    assertThat(different.getExpected().getStringRepresentation())
                            .contains("     2");
                    assertThat(different.getActual().getStringRepresentation()).contains("     1");
                });
    }

    @Test
    void whatCouldNotBeJudgedIsNotGreen() {
        assertThat(told("hasNothingToJudgeBy"))
                .startsWith("mute.spec: unknown, there was nothing to judge by\n  hint: Write an invariant into it");
        assertThat(told("failsAfterItsFirstOrder"))
                .startsWith("halfway.spec: unknown, not played to its end: setup failed: ERROR:  relation")
                .contains("already exists");
        assertThat(told("failsInItsSetup"))
                .startsWith("stuck.spec: unknown, not played to its end: setup failed: ERROR:  relation \"nowhere\"");
    }

    @Test
    void mistakesAreToldAsTheParserDoes() {
        assertThat(told("hasMistakes")).startsWith("broken.spec:3:1: syntax error\n  detail: Found \"stop\".");
        assertThat(told("isMissing"))
                .startsWith("there is no missing.spec\n  detail: Looked for dev/holdfast/junit/missing.spec");
        assertThat(told("contradictsItself")).startsWith("expected goes with neither only nor sample");
    }

    static class Bare {
        @Interleaving("stock.spec")
        void hasNoDatabase() {}
    }

    @Test
    void aTestWithoutADatabaseIsToldSo() {
        assertThat(run(Bare.class, "hasNoDatabase").getThrowable().orElseThrow())
                .hasMessageContaining("hint: Write @Holdfast on the class or the method.");
    }

    /** Gives the test a role of its own, as the extension does. */
    static final class OwnRole implements BeforeEachCallback {
        OwnRole() {}

        @Override
        public void beforeEach(ExtensionContext context) throws Exception {
            Ground.Lent lent = Ground.of(context).orElseThrow().unnamed(context);
            String role = StandIn.SERVER.nameFor("owner" + BODIES.size());
            try (Connection admin = lent.whole().connect();
                    Statement statement = admin.createStatement()) {
                statement.execute("create role " + role + " login password 'x'");
                statement.execute("grant create on schema public to " + role);
            }
            TestDatabase seen = new OneDatabase(lent.whole(), lent.seen().jdbcUrl(), role, "x");
            Ground ground = test -> new Ground.Lent(seen, lent.whole());
            ground.keepFor(context);
        }
    }

    @ExtendWith({StandIn.class, OwnRole.class})
    static class AsItsRole {
        @Interleaving(value = "role.spec", check = false)
        void whatItMakesIsTheTestsOwn(SpecResult result) {
            BODIES.add(result);
        }
    }

    @Test
    void itIsPlayedAsTheTestsRole() {
        assertThat(run(AsItsRole.class, "whatItMakesIsTheTestsOwn").getThrowable())
                .isEmpty();
        assertThat(BODIES.getFirst().transcript().text()).contains(StandIn.SERVER.nameFor("owner0"));
    }
}
