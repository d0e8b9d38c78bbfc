package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.InvalidOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScriptTest {
    private static final int SCRIPTS = Boolean.getBoolean("holdfast.long") ? 200_000 : 5_000;

    /** Each is one statement; what looks like an end in it is none. */
    static final List<String> STATEMENTS = List.of(
            "select 1",
            "select 'a;b', 'it''s; --', '\\'",
            "select E'a\\';b\\\\', e'\\\\', E'x'';'",
            "select E'a\\''\n  ';\\';' ",
            "select E'a' -- comment; '\n '\\';'",
            "select U&'d\\0061t;a', n';', b'01', x'1F'",
            "select 1 as \"a;\"\"b\", 2 as U&\"d\\0061;\"",
            "select $$;$$, $a$;$$;$b$;$a$, $ü_1$;$ü_1$",
            "select a$b from (select 1 as a$b) t$1 where ';' <> '$$'",
            "select 1/* ; /* ' */ ; $$ */+2",
            "select 1 -- ; ' $$\n + 2",
            "select (1), (select ';' where (')' <> '('))",
            "select case when 1 = 1 then ';' else '' end",
            "select 1 as case, 2 as \"end\", 3 as end",
            "do $do$ begin perform ';'; end $do$",
            "create or replace function f() returns int language sql begin atomic select 1; select 2; end",
            """
            create or replace function g(a int) returns int language sql begin /* ; */ ATOMIC
              select case when a > 0 then case a when 1 then 2 else 3 end else 4 end; -- end
              select 1 as end;
              select (case when true then 1 end);
            END""",
            "create or replace rule r as on insert to pieces do also (select 1; select 2)",
            "prepare p (int) as select $1 + 1",
            "select '{1,2}'::int[] @> '{1}', '{\"a\":1}'::jsonb ? 'a', '{fn now()}'",
            "select 1e2 , 0x1F, 1_000, e'1' from (select 2 as e) x",
            "select 'ä😀;' as \"ö;\"",
            "select a[1:2] from (select array[1, 2] as a) t",
            "select 1 operator(pg_catalog.+) 2, 7 # 3, @ -1");

    /** Between the statements. */
    private static final List<String> NOTHING = List.of(
            "",
            " ",
            "\n",
            "\r\n",
            "\t",
            "\n-- a comment; 'it\n",
            "/* ; */",
            "/* /* ; */ ' */\n",
            ";",
            " ; ;\n",
            "--\n",
            "\f");

    private static List<SqlStatement> split(String text) {
        return new SqlScript("s.sql", text).statements();
    }

    private static List<String> texts(String script) {
        return split(script).stream().map(SqlStatement::text).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void eachOfThesePiecesIsOneStatement(String newline) {
        for (String statement : STATEMENTS) {
            String piece = statement.strip().replace("\n", newline);
            assertThat(texts(piece)).containsExactly(piece);
            assertThat(texts(piece + ";" + piece)).containsExactly(piece, piece);
        }
    }

    @Test
    void scriptsOfPiecesAreSplitIntoThesePieces() {
        for (int seed = 0; seed < SCRIPTS; seed++) {
            Random random = new Random(seed);
            StringBuilder script = new StringBuilder();
            List<String> pieces = new ArrayList<>();
            List<Integer> lines = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                script.append(nothing(random));
                lines.add(1 + (int) script.chars().filter(c -> c == '\n').count());
                pieces.add(STATEMENTS.get(random.nextInt(STATEMENTS.size())).strip());
                script.append(pieces.getLast());
                script.append(i > 0 || random.nextBoolean() ? nothing(random) + ";" : "\n");
            }
            List<SqlStatement> statements = split(script.toString());
            assertThat(statements.stream().map(SqlStatement::text))
                    .as("seed %d: %s", seed, script)
                    .containsExactlyElementsOf(pieces);
            assertThat(statements.stream().map(SqlStatement::line))
                    .as("seed %d: %s", seed, script)
                    .containsExactlyElementsOf(lines);
        }
    }

    private static String nothing(Random random) {
        StringBuilder nothing = new StringBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            nothing.append(NOTHING.get(random.nextInt(NOTHING.size())));
        }
        return nothing.toString();
    }

    @Test
    void nothingHasNoStatements() {
        NOTHING.forEach(nothing -> assertThat(texts(nothing)).isEmpty());
        assertThat(texts("\uFEFF")).isEmpty();
        assertThat(texts("\uFEFFselect 1;")).containsExactly("select 1");
        assertThat(texts("select 1 -- at the end")).containsExactly("select 1");
    }

    @Test
    void whatIsNotClosedIsLeftToTheServer() {
        assertThat(texts("select 1; select 'a; b")).containsExactly("select 1", "select 'a; b");
        assertThat(texts("select $a$ ; $b$")).containsExactly("select $a$ ; $b$");
        assertThat(texts("select \"a; ")).containsExactly("select \"a; ");
        assertThat(texts("select E'a\\")).containsExactly("select E'a\\");
        assertThat(texts("select (1; select 2")).containsExactly("select (1; select 2");
        assertThat(texts("select 1); select 2")).containsExactly("select 1)", "select 2");
    }

    @Test
    void beginIsABodyOnlyWhereAFunctionIsCreated() {
        assertThat(texts("BEGIN; select 1; END; select case when true then 1 end; COMMIT"))
                .hasSize(5);
        assertThat(texts("select begin atomic from t; select 2")).hasSize(2);
        assertThat(texts("CREATE TABLE t (atomic int); select 1")).hasSize(2);
    }

    @Test
    void copyTakesItsDataToTheirEnd() {
        List<SqlStatement> statements = split(
                "COPY public.t (a, b) FROM stdin; -- data\n1\t';\n2\t\\\\.\n\\.\n\nCOPY u FROM STDIN WITH (FORMAT csv);\r\n"
                        + "a;b\r\n\\.\r\nselect 1;");
        assertThat(statements.stream().map(SqlStatement::text))
                .containsExactly("COPY public.t (a, b) FROM stdin", "COPY u FROM STDIN WITH (FORMAT csv)", "select 1");
        assertThat(statements.get(0).data()).contains("1\t';\n2\t\\\\.\n");
        assertThat(statements.get(1).data()).contains("a;b\r\n");
        assertThat(statements.get(2).data()).isEmpty();
        assertThat(statements.stream().map(SqlStatement::line)).containsExactly(1, 6, 9);
        assertThat(split("COPY t TO stdout; COPY (select 1 from stdin) TO '/dev/null'; COPY t FROM 'stdin'"))
                .noneMatch(statement -> statement.data().isPresent());
        assertThat(split("COPY t FROM stdin;\n\\.").getFirst().data()).contains("");
    }

    @Test
    void linesAndColumnsPointIntoTheScript() {
        SqlStatement statement =
                split("select 0;\n\n  /* c */ select 'ä😀'\n  , oops").getLast();
        assertThat(statement.line()).isEqualTo(3);
        assertThat(statement.column()).isEqualTo(11);
        assertThat(statement.place(1)).isEqualTo("line 3, column 11");
        assertThat(statement.place(8)).isEqualTo("line 3, column 18");
        assertThat(statement.place(17)).isEqualTo("line 4, column 5");
        assertThat(statement.place(99)).startsWith("line 4");
    }

    @Test
    void excerptsAreShortAndHaveNoPasswords() {
        assertThat(split("create role r  password 'a''b' login\n nosuperuser")
                        .getFirst()
                        .excerpt())
                .isEqualTo("create role r password '********' login nosuperuser");
        assertThat(split("select " + "1 + ".repeat(100) + "1").getFirst().excerpt())
                .hasSize(201)
                .endsWith("…");
    }

    @Test
    void pgDumpsOwnCommandsAreSkippedAndOthersRefused() {
        assertThat(texts("\\restrict kJ3x\nselect 1;\n\\unrestrict kJ3x\n")).containsExactly("select 1");
        assertRefused(
                "select 1;\n  \\connect other\n",
                "s.sql, line 2, column 3: psql's command \\connect can't be run",
                "a template is one database");
        assertRefused("\\i other.sql", "\\i can't be run", "List that file in @Template");
        assertRefused("select 1 \\gset", "line 1, column 10", "\\gset");
        assertRefused("\\.", "COPY … FROM stdin");
        assertRefused("\\frobnicate", "\\frobnicate", "@Template(by = …)");
    }

    @Test
    void whatWouldBeSwallowedIsRefused() {
        assertRefused(
                "select 1;\nselect 2; /* oops /* */\nselect 3;", "s.sql, line 2, column 11: a comment isn't closed");
        assertRefused("COPY t FROM stdin;\n1\n2\n", "line 1, column 1: the data of COPY", "no end");
        assertRefused("COPY t FROM stdin", "no end");
        assertRefused("COPY t FROM stdin; select 1;\n1\n\\.\n", "something stands between");
    }

    @Test
    void literalsReadWithOtherRulesAreRefused() {
        for (String off : List.of("= off", "TO 'off'", "=false", "to 0")) {
            assertRefused(
                    "\nset standard_conforming_strings " + off + ";", "line 2, column 1", "hint: Leave this line out");
        }
        assertThat(texts("SET standard_conforming_strings = on; SET LOCAL standard_conforming_strings TO DEFAULT"))
                .hasSize(2);
    }

    @Test
    void longGapsAndScriptsAreNoTrouble() {
        String gap = "\n" + " ".repeat(100_000) + "-- c\n".repeat(1_000);
        assertThat(split("select E'a'" + gap + ", E'b'" + gap + "'\\';c'; select 2"))
                .hasSize(2);
        assertThat(split("insert into t values ('x;', 1);\n".repeat(50_000))
                        .getLast()
                        .line())
                .isEqualTo(50_000);
    }

    private static void assertRefused(String script, String... words) {
        assertThatThrownBy(() -> split(script))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContainingAll(words);
    }
}
