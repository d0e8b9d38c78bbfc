package dev.holdfast.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verification.Door.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The door script on its own: what it finds, when it builds, how it fails. Maven and the JDKs are stand-ins. */
class DoorTest {
    private Door door;

    @BeforeEach
    void open(@TempDir Path temporary) throws IOException {
        door = new Door(temporary);
    }

    @Nested
    class FindingAJdk {
        @BeforeEach
        void withMaven() throws IOException {
            door.maven("");
        }

        @Test
        void javaHomeComesFirst() throws Exception {
            door.jdk("newer", "25.0.3");
            door.onPath(door.jdk("on-path", "24").resolve("bin"));
            door.with("JAVA_HOME", door.jdk("home", "21.0.1"));
            assertThat(door.run("version").out()).startsWith("java 21.0.1 ").endsWith("<version>");
        }

        @Test
        void thenThePath() throws Exception {
            door.jdk("newer", "25.0.3");
            door.onPath(door.jdk("on-path", "24").resolve("bin"));
            door.with("JAVA_HOME", door.jdk("old", "17.0.15"));
            assertThat(door.run("version").out()).startsWith("java 24 ");
        }

        @Test
        void thenTheNewestInstalled() throws Exception {
            door.onPath(door.jdk("old", "17.0.15").resolve("bin"));
            door.jdk("ancient", "1.8.0_402");
            door.jdk("a", "21.0.9");
            door.jdk("b", "25.0.3");
            door.jdk("c", "9");
            assertThat(door.run("version").out()).startsWith("java 25.0.3 ");
        }

        @Test
        void aJavaWithoutACompilerIsPassedOver() throws Exception {
            door.jre("runtime", "25.0.3");
            door.jdk("whole", "22");
            assertThat(door.run("version").out()).startsWith("java 22 ");
        }

        @Test
        void withoutOneTheMessageNamesWhatWasFound() throws Exception {
            door.with("JAVA_HOME", door.jdk("old", "17.0.15"));
            door.jre("runtime", "25.0.3");
            Answer answer = door.run("prove");
            assertThat(answer.exit()).isEqualTo(2);
            assertThat(answer.err())
                    .contains("needs a JDK 21 or newer")
                    .containsOnlyOnce("a JDK 17 in ")
                    .contains("jdks/old (JAVA_HOME)")
                    .contains("a Java 25 without a compiler in ")
                    .contains("hint: install one");
            assertThat(door.file(".build")).doesNotExist();
        }

        @Test
        void withoutAnyTheMessageSaysWhereItLooked() throws Exception {
            assertThat(door.run("prove").err()).contains("no Java at all (looked at JAVA_HOME, PATH and");
        }
    }

    @Nested
    class FindingMaven {
        @BeforeEach
        void withJdk() throws IOException {
            door.jdk("whole", "25.0.3");
        }

        @Test
        void withoutOneTheMessageSaysWhatToInstall() throws Exception {
            Answer answer = door.run("prove");
            assertThat(answer.exit()).isEqualTo(2);
            assertThat(answer.err())
                    .contains("needs Maven to build")
                    .contains("JDK 25 in ")
                    .contains("hint: install it");
        }

        @ParameterizedTest
        @ValueSource(strings = {"MAVEN_HOME", "M2_HOME"})
        void mavenNeedNotBeOnThePath(String variable) throws Exception {
            door.maven("")
                    .with("PATH", door.folder().resolveSibling("tools"))
                    .with(variable, door.folder().resolveSibling("maven"));
            assertThat(door.run("version").exit()).isZero();
        }

        @Test
        void onceBuiltItIsNotNeeded() throws Exception {
            door.maven("").run("version");
            door.with("PATH", door.folder().resolveSibling("tools"));
            assertThat(door.run("version").exit()).isZero();
        }
    }

    @Nested
    class Building {
        @BeforeEach
        void withJdk() throws IOException {
            door.jdk("whole", "25.0.3");
        }

        @Test
        void happensOnce() throws Exception {
            door.maven("");
            assertThat(door.run("version").err()).contains("the first time takes a minute or two");
            assertThat(door.run("version").err()).isEmpty();
            assertThat(door.calls()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"pom.xml", "core/src/main/java/Core.java", "core/src/main/java"})
        void happensAgainAfterAChange(String changed) throws Exception {
            door.maven("").run("version");
            door.touch(changed);
            assertThat(door.run("version").exit()).isZero();
            assertThat(door.calls()).hasSize(2);
        }

        @Test
        void happensAgainAfterAFailure() throws Exception {
            door.maven("exit 1").run("version");
            door.maven("");
            assertThat(door.run("version").exit()).isZero();
        }

        @Test
        void aFailureShowsTheCompilersErrorsAndNothingElse() throws Exception {
            door.maven("""
                    cat <<EOD
                    [INFO] Building Holdfast: core 1
                    [ERROR] COMPILATION ERROR :
                    [ERROR] $PWD/core/src/main/java/Core.java:[3,5] [NullAway] dereferenced expression is null
                        (see https://example.org)
                    [INFO] 1 error
                    [INFO] BUILD FAILURE
                    [ERROR] Failed to execute goal compile: Compilation failure
                    [ERROR] $PWD/core/src/main/java/Core.java:[3,5] [NullAway] dereferenced expression is null
                    [ERROR] Re-run Maven using the -X switch
                    EOD
                    exit 1
                    """);
            Answer answer = door.run("prove");
            assertThat(answer.exit()).isEqualTo(2);
            assertThat(answer.out()).isEmpty();
            assertThat(answer.err().lines().skip(1).toList())
                    .hasSize(4)
                    .startsWith(
                            "holdfast: the build failed:",
                            "  core/src/main/java/Core.java:[3,5] [NullAway] dereferenced expression is null",
                            "      (see https://example.org)");
        }

        @Test
        void aFailureBeforeCompilingShowsMavensReason() throws Exception {
            door.maven("echo '[ERROR] Could not resolve org.example:x:1 -> [Help 1]'; exit 1");
            assertThat(door.run("prove").err()).contains("  Could not resolve org.example:x:1\n");
        }

        @Test
        void aMavenThatCannotEvenStartIsQuoted() throws Exception {
            door.maven("echo 'Unrecognized option: --x'; exit 1");
            assertThat(door.run("prove").err()).contains("  Unrecognized option: --x\n");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void isDoneByOneOfTwoThatStartTogether(boolean flock) throws Exception {
            if (flock) {
                door.flock();
            }
            door.maven("echo building >&2; until [ -e go ]; do sleep 0.01; done");
            Process first = door.start(door.file("holdfast"), "first");
            awaitLine(first, "building");
            Process second = door.start(door.file("holdfast"), "second");
            awaitLine(second, "waiting for another build");
            door.write("go", "");
            assertThat(Door.answer(first)).extracting(Answer::exit).isEqualTo(0);
            assertThat(Door.answer(second).out()).endsWith("<second>");
            assertThat(door.calls()).hasSize(1);
        }

        @Test
        void aLockWhoseHolderDiedIsTakenOver() throws Exception {
            Process dead = door.start(door.folder().resolveSibling("tools").resolve("sleep"), "0");
            dead.waitFor();
            door.write(".build/lock.d/pid", Long.toString(dead.pid()));
            assertThat(door.maven("").run("version").exit()).isZero();
        }

        @Test
        void leavesTheCopiesAloneThatMayBeRunning() throws Exception {
            door.maven("").run("version");
            Path firstCopy = copies().iterator().next();
            for (int i = 0; i < 2; i++) {
                door.touch("pom.xml");
                door.run("version");
            }
            assertThat(firstCopy.resolve("holdfast.jar")).exists();
            door.touch("pom.xml");
            door.run("version");
            assertThat(copies()).hasSize(3);
        }

        private java.util.List<Path> copies() throws IOException {
            try (var copies = Files.list(door.file(".build/run"))) {
                return copies.toList();
            }
        }

        private static void awaitLine(Process process, String text) throws IOException {
            BufferedReader lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
            for (String line = lines.readLine(); ; line = lines.readLine()) {
                if (line == null || line.contains(text)) {
                    assertThat(line).contains(text);
                    return;
                }
            }
        }
    }

    @Nested
    class Running {
        @BeforeEach
        void withEverything() throws IOException {
            door.jdk("whole", "25.0.3");
            door.maven("");
        }

        @Test
        void argumentsArriveAsTheyWereGiven() throws Exception {
            assertThat(door.run("prove", "a b", "*", "", "--out=x'y").out())
                    .endsWith("<prove> <a b> <*> <> <--out=x'y>");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3})
        void theExitCodeIsTheCommandLines(int exit) throws Exception {
            assertThat(door.with("EXIT", exit).run("prove").exit()).isEqualTo(exit);
        }

        @Test
        void signalsReachTheJvmBecauseTheDoorBecomesIt() throws Exception {
            Process process = door.start(door.file("holdfast"), "prove");
            assertThat(Door.answer(process).out()).contains("pid " + process.pid() + " ");
        }

        @Test
        void worksThroughLinksFromAnywhere() throws Exception {
            Path link = Files.createSymbolicLink(door.folder().resolveSibling("link"), Path.of("second"));
            Files.createSymbolicLink(
                    link.resolveSibling("second"), door.folder().getFileName().resolve("holdfast"));
            assertThat(Door.answer(door.start(link, "version")).out()).endsWith("<version>");
        }
    }

    @Nested
    class Testing {
        private static final String PASSED = """
                echo '[INFO] Building Holdfast: core 0.1.0 [1/2]'
                echo '[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1 s -- in x.A'
                echo '[INFO] Results:'
                echo '[INFO] '
                echo '[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1'
                """;

        @BeforeEach
        void withJdk() throws IOException {
            door.jdk("whole", "25.0.3");
        }

        @ParameterizedTest
        @CsvSource({"85, 15, 0", "84, 16, 1"})
        void aPublishedRoomBelowTheBarFails(int covered, int missed, int exit) throws Exception {
            Answer answer = door.maven(PASSED + csv(covered, missed)).run("test");
            assertThat(answer.out())
                    .startsWith("Holdfast: core\n  Tests run: 3, Failures: 0, Errors: 0, Skipped: 1\nAll modules\n")
                    .contains("  core             %d.0 %%     %d of   100".formatted(covered, covered))
                    .contains("  cli               0.0 %      0 of     7  (not published)");
            assertThat(answer.exit()).isEqualTo(exit);
        }

        private static String csv(int covered, int missed) {
            return """
                    mkdir -p verification/target/site/jacoco-aggregate
                    cat >verification/target/site/jacoco-aggregate/jacoco.csv <<EOD
                    GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED,BRANCH_MISSED,BRANCH_COVERED,LINE_MISSED,LINE_COVERED
                    x/holdfast-core,p,A,0,0,0,0,%d,%d
                    x/holdfast-core,p,B,0,0,0,0,0,1
                    x/holdfast-cli,p,C,0,0,0,0,7,0
                    EOD
                    """.formatted(missed, covered - 1);
        }

        @Test
        void withoutACoverageReportItIsNotGreen() throws Exception {
            assertThat(door.maven(PASSED).run("test").exit()).isEqualTo(1);
        }

        @Test
        void aFailureIsShownWithItsMessage() throws Exception {
            Answer answer = door.maven("""
                            echo '[INFO] Building Holdfast: core 0.1.0 [1/2]'
                            echo '[ERROR] Tests run: 1, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 1 s <<< FAILURE! -- in x.A'
                            echo 'a long stack trace'
                            echo '[INFO] Results:'
                            echo '[ERROR] Failures: '
                            echo '[ERROR]   A.works:3 expected 1'
                            echo 'but was 2'
                            echo '[ERROR] Tests run: 1, Failures: 1, Errors: 0, Skipped: 0'
                            echo '[INFO] Holdfast: core ............. FAILURE [  1.0 s]'
                            echo '[INFO] Holdfast: cli .............. SKIPPED'
                            exit 1
                            """).run("test");
            assertThat(answer.exit()).isEqualTo(1);
            assertThat(answer.out())
                    .contains("    A.works:3 expected 1\n  but was 2\n")
                    .contains("Holdfast: cli\n  not tested: ")
                    .doesNotContain("stack trace");
        }

        @Test
        void aNameThatMatchesNothingIsRefused() throws Exception {
            Answer answer = door.maven("").run("test", "Nonesuch");
            assertThat(answer.exit()).isEqualTo(2);
            assertThat(answer.err()).contains("no test class has 'Nonesuch' in its name");
        }

        @Test
        void aNameAndTheLongFormReachMaven() throws Exception {
            assertThat(door.maven(PASSED).run("test", "Flash", "--long").exit()).isZero();
            assertThat(door.calls().getFirst()).contains("-Dtest=*Flash*").contains("-Dholdfast.long=true");
        }

        @ParameterizedTest
        @ValueSource(strings = {"--lnog", "a b", "*"})
        void aBadOptionIsRefusedBeforeAnythingRuns(String option) throws Exception {
            assertThat(door.maven(PASSED).run("test", option).exit()).isEqualTo(2);
            assertThat(door.calls()).isEmpty();
        }

        @Test
        void codeThatDoesNotCompileIsNoFailedTest() throws Exception {
            Answer answer =
                    door.maven("echo '[ERROR] /x/A.java:[1,2] bad'; exit 1").run("test");
            assertThat(answer.exit()).isEqualTo(2);
            assertThat(answer.err()).contains("the build failed").contains("  /x/A.java:[1,2] bad");
        }
    }

    @Nested
    class Cleaning {
        @Test
        void endsWithNothingBuilt() throws Exception {
            door.jdk("whole", "25.0.3");
            door.maven("").run("version");
            assertThat(door.run("clean").out()).endsWith("<clean>");
            assertThat(door.file("cli/target")).doesNotExist();
            assertThat(door.file(".build/run")).doesNotExist();
        }

        @Test
        void aTargetIsTheCommandLinesBusinessAlone() throws Exception {
            door.jdk("whole", "25.0.3");
            door.maven("").run("version");
            assertThat(door.run("clean", "--target", "x").out()).endsWith("<clean> <--target> <x>");
            assertThat(door.file("cli/target")).exists();
        }
    }
}
