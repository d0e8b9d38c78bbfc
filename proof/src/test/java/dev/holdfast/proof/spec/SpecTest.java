package dev.holdfast.proof.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.InvalidOption.Problem;
import dev.holdfast.proof.spec.Spec.Blocker;
import dev.holdfast.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecTest {
    private static final String TWO_SESSIONS = """
            session s1
            step s1a { SELECT 1; }
            step s1b { SELECT 2; }
            session s2
            step s2a { SELECT 3; }
            step "s2 b" { SELECT 4; }
            """;

    @Test
    void everyPartOfAFileIsRead() {
        Spec spec = parse("""
                # about locks
                setup { CREATE TABLE t (a int); }
                setup { INSERT INTO t VALUES (1); } # two
                teardown { DROP TABLE t; }

                session "the first" setup { BEGIN; }
                step s1a { SELECT 1; } step s1b {} teardown { COMMIT; }
                session s2
                step s2a{SELECT 2}

                permutation s1a s1b(*) s2a
                permutation s2a (s1a, s1b notices 3) s1a s1b
                """);

        assertThat(spec.name()).isEqualTo("t");
        assertThat(spec.setups()).containsExactly(bytes("CREATE TABLE t (a int);"), bytes("INSERT INTO t VALUES (1);"));
        assertThat(spec.teardown()).contains(bytes("DROP TABLE t;"));
        assertThat(spec.sessions()).extracting(Spec.Session::name).containsExactly(bytes("the first"), bytes("s2"));
        assertThat(spec.sessions().get(0).setup()).contains(bytes("BEGIN;"));
        assertThat(spec.sessions().get(0).teardown()).contains(bytes("COMMIT;"));
        assertThat(spec.sessions().get(0).steps())
                .containsExactly(
                        new Spec.Step(0, bytes("s1a"), bytes("SELECT 1;")),
                        new Spec.Step(0, bytes("s1b"), Bytes.EMPTY));
        assertThat(spec.sessions().get(1).setup()).isEmpty();
        Spec.Step last = spec.sessions().get(1).steps().get(0);
        assertThat(last).isEqualTo(new Spec.Step(1, bytes("s2a"), bytes("SELECT 2")));

        assertThat(spec.permutations()).hasSize(2);
        assertThat(spec.permutations().get(0).turns().get(1).blockers()).containsExactly(new Blocker.Once());
        assertThat(spec.permutations().get(0).turns().get(2)).isEqualTo(new Spec.Turn(last, List.of()));
        List<Spec.Step> first = spec.sessions().get(0).steps();
        assertThat(spec.permutations().get(1).turns().get(0).blockers())
                .containsExactly(new Blocker.OtherStep(first.get(0)), new Blocker.Notices(first.get(1), 3));
        assertThat(spec.warnings()).isEmpty();
    }

    @Test
    void blocksKeepTheirNewlinesAndLoseTheSpacesAtTheirEnds() {
        assertThat(sql("{ a }")).isEqualTo(bytes("a"));
        assertThat(sql("{\t\f\r a b \t\f\r}")).isEqualTo(bytes("a b"));
        assertThat(sql("{\n  a\n}")).isEqualTo(bytes("\n  a\n"));
        assertThat(sql("{  \n a  \n  }")).isEqualTo(bytes("\n a  \n"));
        assertThat(sql("{\u000b a \u000b}")).isEqualTo(bytes("\u000b a \u000b"));
        assertThat(sql("{   }")).isEqualTo(Bytes.EMPTY);
        assertThat(sql("{ \n }")).isEqualTo(bytes("\n"));
        assertThat(sql("{ { a }")).isEqualTo(bytes("{ a"));
        assertThat(sql("{ # no comment\n }")).isEqualTo(bytes("# no comment\n"));
    }

    @Test
    void aBlockEndsAtTheFirstBraceAlsoInsideAString() {
        assertThat(problems("session s step a { SELECT '}'; }"))
                .containsExactly(
                        new Problem(
                                "t.spec:1:29: unexpected character",
                                "Found \"'\".",
                                "Outside of quotes and braces there are words, numbers, commas, parentheses, * and # comments."));
    }

    @Test
    void namesMayBeQuotedAndHoldAnything() {
        assertThat(name("\"a \"\"b\"\" { # \r\u000b\"")).isEqualTo(bytes("a \"b\" { # \r\u000b"));
        assertThat(name("\"\"")).isEqualTo(Bytes.EMPTY);
        assertThat(name("\"step\"")).isEqualTo(bytes("step"));
        assertThat(name("_a$9")).isEqualTo(bytes("_a$9"));
        assertThat(name("größe")).isEqualTo(bytes("größe"));
        assertThat(name("stepa")).isEqualTo(bytes("stepa"));
    }

    @Test
    void bytesOfAnyEncodingGoThroughUnchanged() {
        byte[] latin =
                "session s step größe { SELECT 'é' } step a { } permutation a".getBytes(StandardCharsets.ISO_8859_1);

        Spec spec = Spec.parse("t", Bytes.of(latin));

        assertThat(spec.sessions().get(0).steps().get(0))
                .isEqualTo(new Spec.Step(
                        0,
                        Bytes.of("größe", StandardCharsets.ISO_8859_1),
                        Bytes.of("SELECT 'é'", StandardCharsets.ISO_8859_1)));
        assertThat(spec.warnings()).containsExactly(Bytes.of("unused step name: größe", StandardCharsets.ISO_8859_1));
    }

    @Test
    void invariantsStandBeforeTheFirstSessionOrAfterTheLast() {
        Spec spec = parse("""
                teardown { a }
                invariant one { SELECT 1 }
                invariant "invariant" { SELECT 2 }
                session s step a { }
                invariant invariant_ { SELECT 3 }
                permutation a
                """);

        assertThat(spec.invariants())
                .containsExactly(
                        new Spec.Invariant(bytes("one"), bytes("SELECT 1")),
                        new Spec.Invariant(bytes("invariant"), bytes("SELECT 2")),
                        new Spec.Invariant(bytes("invariant_"), bytes("SELECT 3")));
        assertThat(problems("invariant i {} setup {} session s step a {}"))
                .containsExactly(new Problem(
                        "t.spec:1:16: syntax error", "Found \"setup\".", "Expected \"session\" or \"invariant\"."));
        assertThat(messages("session s step a {} invariant i {} session t step b {}"))
                .containsExactly("t.spec:1:36: syntax error");
        assertThat(messages("invariant i {} session s step a {} invariant i {}"))
                .containsExactly("t.spec:1:46: duplicate invariant name: i");
    }

    @Test
    void invariantIsNoKeyword() {
        Spec spec = parse("""
                invariant invariant { }
                session invariant step invariant { }
                session s step a { }
                permutation invariant a(invariant) invariant
                """);

        Spec.Step step = spec.sessions().get(0).steps().get(0);
        assertThat(step.name()).isEqualTo(bytes("invariant"));
        assertThat(spec.permutations().get(0).turns().get(1).blockers()).containsExactly(new Blocker.OtherStep(step));
        assertThat(messages("\"invariant\" i { } session s step a { }")).containsExactly("t.spec:1:1: syntax error");
    }

    @Test
    void theFirstSyntaxErrorSaysWhatWasExpected() {
        assertThat(problems("# a\nsetup { a }\nstep b { }"))
                .containsExactly(new Problem(
                        "t.spec:3:1: syntax error",
                        "Found \"step\".",
                        "Expected \"session\", \"setup\", \"teardown\" or \"invariant\"."));
        assertThat(problems("session s\n  permutation a\n  permutation permutation"))
                .containsExactly(new Problem(
                        "t.spec:2:3: syntax error", "Found \"permutation\".", "Expected \"setup\" or \"step\"."));
        assertThat(problems("session s step a {} { secret }"))
                .containsExactly(new Problem(
                        "t.spec:1:21: syntax error",
                        "Found a block of SQL in braces.",
                        "Expected \"permutation\", \"session\", \"step\", \"teardown\", \"invariant\" or the end."));
        assertThat(problems("session s step a"))
                .containsExactly(new Problem(
                        "t.spec:1:17: syntax error", "Found the end.", "Expected a block of SQL in braces."));
        assertThat(problems(TWO_SESSIONS + "permutation s1a(s2a 3)"))
                .containsExactly(
                        new Problem("t.spec:7:21: syntax error", "Found 3.", "Expected \"notices\", \")\" or \",\"."));
        assertThat(problems(TWO_SESSIONS + "permutation s1a(* notices 3)"))
                .extracting(Problem::hint)
                .containsExactly("Expected \")\" or \",\".");
        assertThat(problems(TWO_SESSIONS + "permutation setup"))
                .extracting(Problem::hint)
                .containsExactly("Expected a name.");
    }

    @Test
    void whatIsNotClosedIsReportedWhereItBegins() {
        assertThat(messages("session s step a\n {\n\n")).containsExactly("t.spec:2:2: unterminated sql block");
        assertThat(messages("session \"s\n\" step a {}"))
                .containsExactly("t.spec:1:9: unexpected newline in quoted identifier");
        assertThat(messages("session \"s\"\"")).containsExactly("t.spec:1:9: unterminated quoted identifier");
    }

    @Test
    void nulBytesAreRefusedWhereTheReferenceWouldCutTheTextOff() {
        assertThat(messages("session s step a { SELECT 1\0, 2 }"))
                .containsExactly("t.spec:1:28: NUL byte in a block of SQL");
        assertThat(messages("session \"s\0\" step a { }"))
                .containsExactly("t.spec:1:11: NUL byte in a quoted identifier");
        assertThat(problems("session s \0")).extracting(Problem::detail).containsExactly("Found byte 0x00.");
        assertThat(parse("# \0\nsession s step a { }").sessions()).hasSize(1);
    }

    @Test
    void numbersThatOverflowAreRefused() {
        assertThat(messages(TWO_SESSIONS + "permutation s1a(s2a notices 2147483648) s2a"))
                .containsExactly("t.spec:7:29: number out of range");
        assertThat(parse(TWO_SESSIONS + "permutation s1a(s2a notices 002147483647) s2a")
                        .permutations()
                        .get(0)
                        .turns()
                        .get(0)
                        .blockers())
                .extracting(b -> ((Blocker.Notices) b).count())
                .containsExactly(Integer.MAX_VALUE);
    }

    @Test
    void allMistakesInNamesAreReportedAtOnce() {
        assertThat(problems("""
                        session s1
                        step s1a { }
                        step s1b { }
                        session s2
                        step s2a { } step s1a { }
                        permutation s1a s1x s2a(s1b, s1a, completelyElse)
                        permutation s1a(s1b, "sz") s1b s2a
                        """))
                .containsExactly(
                        new Problem(
                                "t.spec:5:19: duplicate step name: s1a",
                                "",
                                "All steps of all sessions need different names."),
                        new Problem(
                                "t.spec:6:17: undefined step \"s1x\" specified in permutation",
                                "",
                                "Did you mean \"s1a\"?"),
                        new Problem(
                                "t.spec:6:25: undefined blocking step \"s1b\" referenced in permutation step \"s2a\"",
                                "There is such a step, but not in this permutation.",
                                "Did you mean \"s1a\"?"),
                        new Problem(
                                "t.spec:6:35: undefined blocking step \"completelyElse\" referenced in permutation step \"s2a\"",
                                "",
                                "The names are those of the steps above."),
                        new Problem(
                                "t.spec:7:17: permutation step \"s1a\" cannot block on its own session",
                                "\"s1b\" belongs to the same session.",
                                "Name a step of another session."),
                        new Problem(
                                "t.spec:7:22: undefined blocking step \"sz\" referenced in permutation step \"s1a\"",
                                "",
                                "Did you mean \"s1a\"?"));
    }

    @Test
    void columnsCountCharactersInUtf8AndBytesOtherwise() {
        String text = "session s step ää {} 𝄞 %";

        assertThat(messages(text + "ä")).containsExactly("t.spec:1:22: syntax error");
        assertThat(messages("session \"𝄞\" step ä {} %")).containsExactly("t.spec:1:23: unexpected character");
        assertThat(catchThrowableOfType(
                                InvalidOption.class,
                                () -> Spec.parse(
                                        "t", Bytes.of("# ä\nsession \"Ã¤\" step ä {} %", StandardCharsets.ISO_8859_1)))
                        .problems())
                .extracting(Problem::message)
                .containsExactly("t.spec:2:24: unexpected character");
    }

    @Test
    void stepsMayBeUsedTwiceAndSessionsMayHaveTheSameName() {
        Spec spec = parse("session s step a { } session s step b { } permutation a a b a");

        assertThat(spec.permutations().get(0).turns()).hasSize(4);
    }

    @Test
    void unusedStepsAreWarnedOfInTheOrderOfBytes() {
        String steps = "session s step b { } step ä { } step B { } step \"a b\" { } step a { } ";

        assertThat(parse(steps + "permutation a").warnings())
                .containsExactly(
                        bytes("unused step name: B"),
                        bytes("unused step name: a b"),
                        bytes("unused step name: b"),
                        bytes("unused step name: ä"));
        assertThat(parse(steps).warnings()).isEmpty();
    }

    @Test
    void carriageReturnsEndCommentsAndVerticalTabsAreNoSpace() {
        assertThat(messages("# a\rb")).containsExactly("t.spec:1:5: syntax error");
        assertThat(parse("# a\u000b%\r\nsession s\r\nstep a\f{ }").sessions()).hasSize(1);
        assertThat(messages("session\u000bs")).containsExactly("t.spec:1:8: unexpected character");
    }

    static Spec parse(String text) {
        return Spec.parse("t", bytes(text));
    }

    static Bytes bytes(String text) {
        return Bytes.of(text);
    }

    private static Bytes sql(String block) {
        return parse("session s step a " + block)
                .sessions()
                .get(0)
                .steps()
                .get(0)
                .sql();
    }

    private static Bytes name(String name) {
        return parse("session s step " + name + " { }")
                .sessions()
                .get(0)
                .steps()
                .get(0)
                .name();
    }

    private static List<Problem> problems(String text) {
        InvalidOption refused = catchThrowableOfType(InvalidOption.class, () -> parse(text));
        assertThat(refused).as(text).isNotNull();
        return refused.problems();
    }

    private static List<String> messages(String text) {
        return problems(text).stream().map(Problem::message).toList();
    }
}
