package dev.holdfast.proof.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.spec.Expected.Match;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectedTest {
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@");

    @TempDir
    Path folder;

    @Test
    void withoutFilesThereIsNothingToCompareWith() throws IOException {
        write("other.out", "a\n");
        write("t_10.out", "a\n");
        Files.createDirectory(folder.resolve("t.out"));

        assertThat(match("a\n")).isEqualTo(new Match.Absent());
    }

    @Test
    void anyOfTheAlternativesMayBeMet() throws IOException {
        write("t.out", "a\n");
        write("t_0.out", "b\n");
        write("t_9.out", "c\n");

        assertThat(match("a\n")).isEqualTo(new Match.Same(folder.resolve("t.out")));
        assertThat(match("b\n")).isEqualTo(new Match.Same(folder.resolve("t_0.out")));
        assertThat(match("c\n")).isEqualTo(new Match.Same(folder.resolve("t_9.out")));
    }

    @Test
    void everyByteCounts() throws IOException {
        write("t.out", "a\nb\n");

        assertThat(diff("a\nb"))
                .isEqualTo(unified("@@ -1,2 +1,2 @@", " a", "-b", "+b", "\\ No newline at end of file"));
        assertThat(diff("a\r\nb\n")).isEqualTo(unified("@@ -1,2 +1,2 @@", "-a", "+a\r", " b"));
        assertThat(diff("a\nb \n")).isEqualTo(unified("@@ -1,2 +1,2 @@", " a", "-b", "+b "));
        assertThat(diff("a\n\nb\n")).isEqualTo(unified("@@ -1,2 +1,3 @@", " a", "+", " b"));
        assertThat(diff("")).isEqualTo(unified("@@ -1,2 +0,0 @@", "-a", "-b"));
    }

    @Test
    void whatDiffersIsShownWithThreeLinesAround() throws IOException {
        String text = IntStream.rangeClosed(1, 30).mapToObj(i -> i + "\n").reduce("", String::concat);
        write("t.out", text);

        assertThat(diff(text.replace("10\n", "ten\n").replace("25\n", "")))
                .isEqualTo(unified(
                        "@@ -7,7 +7,7 @@",
                        " 7",
                        " 8",
                        " 9",
                        "-10",
                        "+ten",
                        " 11",
                        " 12",
                        " 13",
                        "@@ -22,7 +22,6 @@",
                        " 22",
                        " 23",
                        " 24",
                        "-25",
                        " 26",
                        " 27",
                        " 28"));
    }

    @Test
    void theNearestAlternativeIsCompared() throws IOException {
        write("t.out", "a\nb\nc\n");
        write("t_1.out", "a\nb\nd\n");
        write("t_2.out", "a\nx\nd\n");

        Match.Different different = (Match.Different) match("a\nb\nd\ne\n");

        assertThat(different.nearest()).isEqualTo(folder.resolve("t_1.out"));
        assertThat(different.diff()).isEqualTo("--- t_1.out\n+++ t\n@@ -1,3 +1,4 @@\n a\n b\n d\n+e\n");
        assertThat(((Match.Different) match("a\nc\nd\n")).nearest()).isEqualTo(folder.resolve("t.out"));
    }

    @Test
    void bytesThatAreNotUtf8CanStillBeToldApart() throws IOException {
        Files.write(folder.resolve("t.out"), "ä\n".getBytes(StandardCharsets.ISO_8859_1));

        Match.Different different =
                (Match.Different) new Expected(folder).match("t", Bytes.of("ö\n", StandardCharsets.ISO_8859_1));

        assertThat(different.diff())
                .isEqualTo(unified("@@ -1,1 +1,1 @@", "-ä", "+ö"));
    }

    @Test
    void everyDifferenceTurnsOneIntoTheOther() throws IOException {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            String before = text(random);
            String after = text(random);
            if (!before.equals(after)) {
                write("t.out", before);
                assertThat(apply(before, diff(after))).as("seed %d", seed).isEqualTo(after);
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(25); i > 0; i--) {
            text.append(random.nextInt(10)).append('\n');
        }
        return text.append(random.nextInt(5) == 0 ? "end" : "").toString();
    }

    /** What {@code patch} does, but without any tolerance. */
    private static String apply(String before, String diff) {
        List<String> old = lines(before);
        List<String> fresh = new ArrayList<>();
        int at = 0;
        for (String line : lines(diff.replaceFirst("--- .*\n\\+\\+\\+ .*\n", ""))) {
            Matcher hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                int start = Integer.parseInt(hunk.group(1)) - ("0".equals(hunk.group(2)) ? 0 : 1);
                fresh.addAll(old.subList(at, start));
                at = start;
                assertThat(fresh).hasSize(Integer.parseInt(hunk.group(3)) - ("0".equals(hunk.group(4)) ? 0 : 1));
            } else if (line.startsWith(" ") || line.startsWith("-")) {
                assertThat(old.get(at++)).isEqualTo(line.substring(1));
            }
            if (line.startsWith(" ") || line.startsWith("+")) {
                fresh.add(line.substring(1));
            }
        }
        fresh.addAll(old.subList(at, old.size()));
        String text = String.join("\n", fresh);
        return fresh.isEmpty() || text.endsWith("end") ? text : text + "\n";
    }

    private static List<String> lines(String text) {
        List<String> lines = Arrays.asList(text.split("\n", -1));
        return text.isEmpty() || text.endsWith("\n") ? lines.subList(0, lines.size() - 1) : lines;
    }

    /** Memory that grew with the product of the lengths would be 10 GB here. */
    @Test
    void hugeOutputsCanBeCompared() throws IOException {
        String before = huge("");
        write("t.out", before);
        write("t_1.out", huge("!"));

        Match.Different different = (Match.Different) match(before.replace("line 70002\n", "other\n"));

        assertThat(different.nearest()).isEqualTo(folder.resolve("t.out"));
        assertThat(different.diff()).contains("-line 70002\n+other\n").hasLineCount(11);
        assertThat(diff(huge("?"))).hasLineCount(2 + 200_000 + 1 - 40_000);
    }

    private static String huge(String end) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            text.append(i % 5 == 0 ? "(1 row)" : i % 5 == 1 ? "" : "line " + i + end)
                    .append('\n');
        }
        return text.toString();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Match match(String transcript) throws IOException {
        return new Expected(folder).match("t", Bytes.of(transcript));
    }

    private String diff(String transcript) throws IOException {
        return ((Match.Different) match(transcript)).diff();
    }

    private static String unified(String... lines) {
        return "--- t.out\n+++ t\n" + String.join("\n", lines) + "\n";
    }
}
