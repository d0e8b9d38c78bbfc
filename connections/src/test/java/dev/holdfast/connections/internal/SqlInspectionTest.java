package dev.holdfast.connections.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text is harmless only if nothing in it can change the session, however it is dressed up. */
class SqlInspectionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ; ;",
                "select 1",
                "SELECT * FROM t WHERE a = ? AND b = 'set x to y; discard all' FOR UPDATE",
                "(((select 1) union (select 2)))",
                "-- set a to b\nselect 1 -- discard all",
                "/* set /* nested */ discard all */ select 1 /**/",
                "insert into t (a, \"Tempo\") values ($1, $2) returning id;",
                "update t set a = $1 where b = 'it''s'",
                "with a as (insert into t values (1) returning *) select * from a",
                "merge into t using s on (t.a = s.a) when matched then delete",
                "begin; savepoint a; release a; commit",
                "start transaction isolation level serializable read only",
                "select $$set_config$$, $tag$ discard $ all; $$ $tag$ , $1 , a$b$ from t",
                "select pg_advisory_xact_lock(1), pg_try_advisory_xact_lock(2), nextval('s')",
                "select a->>'x', b ?? 'y', c @> '{1}', d / 2 - 1 from t",
                "select 1e5, 0x1F, 1_000",
                "table t",
                "values (1)",
                "show search_path",
                "notify a, 'b'",
                "truncate t",
                "lock table t"
            })
    void plainReadsAndWritesAreHarmless(String sql) {
        assertThat(SqlInspection.mayChangeSession(sql)).isFalse();
        assertThat(SqlInspection.mayChangeSession(sql)).as("asked again").isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set a to b",
                "SeT a to b",
                "reset all",
                "discard all",
                "select 1; set a to b",
                "select 1;/**/;--\nset a to b",
                "-- only a line\rset a to b",
                "/* a */ set a to b",
                "/* /* */ */ set a to b",
                "select '\\'; set a to b; --'",
                "select e'\\'; set a to b; --'",
                "select $a$ $b$; set a to b; -- $a$; set a to b",
                "select $1$$; set a to b; $$",
                "select a$$; set a to b; --$$",
                "select 'a",
                "select \"a",
                "select $$a",
                "/* select 1",
                "select set_config('a', 'b', false)",
                "select \"set_config\"('a', 'b', false)",
                "select pg_catalog . /* */ Set_Config ('a', 'b', false)",
                "select U&\"\\0073et_config\"('a', 'b', false)",
                "select u&\"!0073et_config\" uescape '!' ('a', 'b', false)",
                "select 1set_config('a', 'b', false)",
                "select set_conf\u0130g('a', 'b', false)",
                "update pg_settings set setting = 'x' where name = 'work_mem'",
                "select pg_advisory_lock(1)",
                "select pg_try_advisory_lock_shared(1)",
                "select * into temp x from t",
                "select * into pg_temp.x from t",
                "create temporary table x ()",
                "create table x ()",
                "call f()",
                "{call f()}",
                "{?= call f()}",
                "select {fn now()}",
                "do $$ begin end $$",
                "prepare a as select 1",
                "execute a",
                "declare c cursor with hold for select 1",
                "listen a",
                "unlisten *",
                "load 'x'",
                "copy t from stdin",
                "explain analyze select 1",
                "alter role x set a to b",
                "\u00a0set a to b",
                "select 1 \u0000; set a to b",
                "'a'",
                "\"select\"",
                "$$a$$",
                "1",
                "-1"
            })
    void everythingElseMayChangeTheSession(String sql) {
        assertThat(SqlInspection.mayChangeSession(sql)).isTrue();
        assertThat(SqlInspection.mayChangeSession(sql)).as("asked again").isTrue();
    }

    static Stream<String> changingWords() {
        return Stream.concat(SqlInspection.CHANGING.stream(), SqlInspection.CHANGING_PREFIXES.stream());
    }

    @ParameterizedTest
    @MethodSource("changingWords")
    void everyWordOfTheListsIsFound(String word) {
        assertThat(SqlInspection.mayChangeSession("select " + word)).isTrue();
        assertThat(SqlInspection.mayChangeSession("select a.\"" + word + "\"(1)"))
                .isTrue();
    }

    @Test
    void whatIsRememberedDoesNotMixTextsUp() {
        for (int i = 0; i < 5_000; i++) {
            assertThat(SqlInspection.mayChangeSession("select " + i)).isFalse();
            assertThat(SqlInspection.mayChangeSession("set a to " + i)).isTrue();
        }
        // Two texts with one hash.
        assertThat("select 'Aa'").hasSameHashCodeAs("select 'BB'");
        assertThat(SqlInspection.mayChangeSession("select lo_Aa")).isTrue();
        assertThat(SqlInspection.mayChangeSession("select ql_Aa")).isFalse();
    }

    @Test
    void longTextsAreReadToTheEnd() {
        String padding = "x".repeat(100_000);
        assertThat(SqlInspection.mayChangeSession("select '" + padding + "'")).isFalse();
        assertThat(SqlInspection.mayChangeSession("select '" + padding + "'; set a to b"))
                .isTrue();
    }

    /** A SET that the server would run, behind whatever a text can hold; the same one where the server wouldn't. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aSetIsFoundWhereverItHides(long seed) {
        Random random = new Random(seed);
        int harmless = 0;
        for (int i = 0; i < 2_000; i++) {
            String before = noise(random);
            String after = noise(random);
            String set = random.nextBoolean() ? "SET a TO b" : "sEt\ta = b";
            String visible = "select 1" + before + ";" + space(random) + set + " ; select 2" + after;
            assertThat(SqlInspection.mayChangeSession(visible)).as(visible).isTrue();
            String hidden = "select 1" + before + hide(random, ";" + set + ";") + after;
            harmless += SqlInspection.mayChangeSession(hidden) ? 0 : 1;
        }
        assertThat(harmless).as("those in quotes and comments").isEqualTo(2_000);
    }

    private static String noise(Random random) {
        StringBuilder noise = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            noise.append(hide(random, pick(random, List.of("", "a", ";", "--", "/", "$$x", "$", "' '", "\"\""))));
        }
        return noise.toString();
    }

    private static String space(Random random) {
        return pick(random, List.of("", " ", "\n", "\t", "/* a */", "--b\n", "\f", "\u000b", "/*/* */ ; */", ";;"));
    }

    /** The content as a quoted thing or a comment. */
    private static String hide(Random random, String content) {
        return switch (random.nextInt(6)) {
            case 0 -> ", '" + content.replace("'", "''") + "'";
            case 1 -> ", \"a" + content.replace("\"", "\"\"") + "\"";
            case 2 -> ", $t$" + content + "$t$";
            case 3 -> " /*" + content + " */ ";
            case 4 -> " --" + content + "\n";
            default -> " /* /*" + content + " */ */ ";
        };
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
