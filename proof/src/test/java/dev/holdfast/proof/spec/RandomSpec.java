package dev.holdfast.proof.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A small file made of chance: two or three sessions, steps that read, write, lock and say something, permutations in any
 * order with annotations. It can't hang: waits end by {@code lock_timeout}, and annotations name only earlier steps.
 */
final class RandomSpec {
    private static final String[] MODES = {
        "access share", "row share", "row exclusive", "share", "share row exclusive", "exclusive", "access exclusive"
    };
    private static final String[] STRENGTHS = {"update", "no key update", "share", "key share"};
    private static final String[] LEVELS = {"", " isolation level repeatable read", " isolation level serializable"};

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final List<List<String>> steps = new ArrayList<>();

    RandomSpec(long seed) {
        this.random = new Random(seed);
        text.append("# Seed ").append(seed).append(".\n");
        text.append("""
                setup
                {
                  create table t (id int primary key, n int, v text);
                  insert into t select i, 10 * i, 'row ' || i from generate_series(1, 3) i;
                }
                setup { create table u (id int references t); }
                """);
        text.append(maybe(
                "teardown { select * from t order by id; drop table u, t; }\n", "teardown { drop table t, u; }\n"));
        int sessions = 2 + random.nextInt(2);
        for (int i = 1; i <= sessions; i++) {
            session(i);
        }
        int permutations = 1 + random.nextInt(3);
        for (int i = 0; i < permutations; i++) {
            permutation();
        }
    }

    String text() {
        return text.toString();
    }

    private void session(int number) {
        text.append("\nsession s").append(number).append('\n');
        text.append("setup { set lock_timeout = '150ms'; set deadlock_timeout = '1min'; ")
                .append(maybe("", "begin; ", "listen news; "))
                .append("}\n");
        List<String> names = new ArrayList<>();
        int count = 2 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String name = "s" + number + (char) ('a' + i);
            names.add(name);
            text.append("step ").append(name).append(" { ").append(sql()).append(" }\n");
        }
        text.append("teardown { rollback; select pg_advisory_unlock_all() is null as freed; unlisten *; }\n");
        steps.add(names);
    }

    private void permutation() {
        List<String> order = new ArrayList<>();
        steps.forEach(order::addAll);
        if (random.nextInt(4) == 0) {
            order.add(any(order));
        }
        Collections.shuffle(order, random);
        if (random.nextInt(3) == 0) {
            order.remove(order.size() - 1);
        }
        text.append("permutation");
        for (int i = 0; i < order.size(); i++) {
            text.append(' ').append(order.get(i)).append(annotation(order.subList(0, i), order.get(i)));
        }
        text.append('\n');
    }

    private String annotation(List<String> before, String step) {
        List<String> others = before.stream()
                .filter(other -> other.charAt(1) != step.charAt(1))
                .toList();
        return switch (random.nextInt(8)) {
            case 0 -> "(*)";
            case 1 -> others.isEmpty() ? "" : "(" + any(others) + ")";
            case 2 -> others.isEmpty() ? "" : "(*, " + any(others) + ")";
            case 3 -> others.isEmpty() ? "" : "(" + any(others) + " notices 0)";
            default -> "";
        };
    }

    private String sql() {
        String first = statement();
        return random.nextInt(6) == 0 ? first + " " + query() : first;
    }

    private String statement() {
        return switch (random.nextInt(13)) {
            case 0 -> "insert into t values (%d, %d, 'new');".formatted(key(), number());
            case 1 ->
                "insert into t (id, n) values (%d, %d) on conflict (id) do update set n = excluded.n returning n;"
                        .formatted(key(), number());
            case 2 -> "update t set n = n + %d where id = %d;".formatted(number(), key());
            case 3 -> "update t set v = repeat('ä', %d) where id = %d returning *;".formatted(random.nextInt(9), key());
            case 4 -> "delete from t where id = %d;".formatted(key());
            case 5 -> "insert into u values (%d);".formatted(key());
            case 6 -> maybe("begin%s;".formatted(LEVELS[random.nextInt(LEVELS.length)]), "commit;", "rollback;");
            case 7 -> maybe("savepoint a;", "rollback to a;", "release a;");
            case 8 ->
                "do $$ begin raise %s '%s'; end $$;".formatted(maybe("notice", "warning", "info", "debug"), words());
            case 9 -> maybe("notify news, '" + words() + "';", "listen news;", "select 1 / 0 as never;", "selec;", "");
            case 10 ->
                "lock table t in %s mode%s;".formatted(MODES[random.nextInt(MODES.length)], maybe("", "", " nowait"));
            case 11 ->
                "select pg_%sadvisory_lock%s(%d) is null as locked;"
                        .formatted(maybe("", "try_"), maybe("", "_shared"), random.nextInt(2));
            default -> query();
        };
    }

    private String query() {
        return switch (random.nextInt(5)) {
            case 0 ->
                "select n, v from t where id = %d for %s%s;"
                        .formatted(
                                key(),
                                STRENGTHS[random.nextInt(STRENGTHS.length)],
                                maybe("", "", " nowait", " skip locked"));
            case 1 -> "select count(*), sum(n), max(v) as \"the longest\" from t;";
            case 2 -> "select pg_advisory_unlock(%d) as unlocked;".formatted(random.nextInt(2));
            case 3 ->
                maybe(
                        "select;",
                        "show transaction_isolation;",
                        "select null as a, '' as b, %d as c;".formatted(number()));
            default -> "select * from t order by id;";
        };
    }

    private int key() {
        return 1 + random.nextInt(4);
    }

    private int number() {
        return random.nextInt(2000) - 1000;
    }

    private String words() {
        return maybe("a word", "größer", "two  words", "");
    }

    private String maybe(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
