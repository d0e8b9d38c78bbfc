package dev.holdfast.proof.spec;

import dev.holdfast.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small file out of everything that the format has, one in three with a few bytes spoiled. */
final class RandomText {
    private static final List<String> NAMES = List.of(
            "a",
            "B",
            "_x",
            "a$1",
            "\"a b\"",
            "\"q\"\"q\"",
            "\"\"",
            "\"step\"",
            "\"a\"",
            "gr\u00f6\u00dfe",
            "gr\u00c3\u00b6\u00c3\u009fe",
            "\u00ff",
            "\" \r#{}\"");
    private static final List<String> KEYWORDS =
            List.of("notices", "permutation", "session", "setup", "step", "teardown", "Step", "sessions");
    private static final List<String> BLANKS =
            List.of(" ", "\t", "\r", "\f", "\n", "\r\n", "# c } \" {\n", "#\r", "  ");
    private static final List<String> SQL =
            List.of("", " ", "\n", "SELECT 1;", " SELECT '{';\n", "\r\n\t-- # \"\n\f", "{", "\"x", "\u00e4\n\n");
    private static final String ODD = "\0\u000b\f\r\n\t {}\"\"#,()*$_0aZ;'-\\\u0080\u00a0\u00ff";

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final List<String> steps = new ArrayList<>();

    RandomText(Random random) {
        this.random = random;
    }

    Bytes bytes() {
        file();
        if (random.nextInt(3) == 0) {
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                spoil();
            }
        }
        return Bytes.of(text.toString(), StandardCharsets.ISO_8859_1);
    }

    private void file() {
        blank();
        for (int i = random.nextInt(3); i > 0; i--) {
            add("setup");
            block();
        }
        maybe("teardown");
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            session();
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            permutation();
        }
    }

    private void session() {
        add("session");
        add(name());
        maybe("setup");
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            add("step");
            String name = rarely() ? name() : unused();
            steps.add(name);
            add(name);
            block();
        }
        maybe("teardown");
    }

    /** A name that no step has yet, so that most files are sound. */
    private String unused() {
        String name = name();
        while (steps.contains(name)) {
            name = "s" + random.nextInt(1000);
        }
        return name;
    }

    private void permutation() {
        add("permutation");
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            add(step());
            if (random.nextInt(4) == 0) {
                blockers();
            }
        }
    }

    private void blockers() {
        String separator = "(";
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            add(separator);
            separator = ",";
            blocker();
        }
        add(rarely() ? "" : ")");
    }

    private void blocker() {
        if (random.nextInt(3) > 0) {
            add("*");
            return;
        }
        add(step());
        if (random.nextBoolean()) {
            add("notices");
            add(random.nextInt(10) == 0 ? "99999999999" : "0" + random.nextInt(12));
        }
    }

    private void maybe(String word) {
        if (random.nextInt(4) == 0) {
            add(word);
            block();
        }
    }

    private void block() {
        add("{" + pick(BLANKS).replaceAll("#.*", "") + pick(SQL) + pick(BLANKS).replaceAll("#.*", "") + "}");
    }

    private String step() {
        return rarely() ? name() : pick(steps);
    }

    private String name() {
        return rarely() ? pick(KEYWORDS) : pick(NAMES);
    }

    private boolean rarely() {
        return random.nextInt(50) == 0;
    }

    private String pick(List<String> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    private void add(String word) {
        text.append(word);
        blank();
    }

    private void blank() {
        text.append(random.nextInt(4) == 0 ? pick(BLANKS) : " ");
    }

    private void spoil() {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(8));
        char odd = ODD.charAt(random.nextInt(ODD.length()));
        switch (random.nextInt(8)) {
            case 0 -> text.deleteCharAt(at);
            case 1 -> text.delete(at, end);
            case 2 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
            case 3 -> text.setCharAt(at, odd);
            case 4, 5 -> text.setLength(at);
            case 6 -> text.insert(at, pick(KEYWORDS) + " ");
            default -> text.insert(at, odd);
        }
        if (text.isEmpty()) {
            text.append(' ');
        }
    }
}
