package dev.holdfast.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.InvalidOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutFolderTest {
    @TempDir
    Path temporary;

    private List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everythingIsWrittenAndNothingElse() throws IOException {
        Path folder = temporary.resolve("a/b");
        assertThat(OutFolder.at(folder).write(Sample.mixed(), Optional.of("LOG: ready\n")))
                .isTrue();
        assertThat(files(folder))
                .containsExactly(
                        "junit.xml",
                        "metrics.csv",
                        "plans/flash-sale-5-of-50.plan",
                        "plans/last-stock.plan",
                        "plans/stampede-1-of-100.plan",
                        "plans/torn-read.plan",
                        "report.html",
                        "results.json",
                        "server.log",
                        "timelines/last-stock.txt");
        assertThat(folder.resolve("server.log")).hasContent("LOG: ready");
        assertThat(folder.resolve("timelines/last-stock.txt")).content().contains("why it cannot be: Session 3");
    }

    @Test
    void aFileInTheWayIsRefusedWithWhatToDo() throws IOException {
        Path file = Files.writeString(temporary.resolve("taken"), "");
        assertThatThrownBy(() -> OutFolder.at(file))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("cannot write to the folder of reports")
                .hasMessageContaining("it is a file")
                .hasMessageContaining("--out holdfast-out");
        assertThatThrownBy(() -> OutFolder.at(Path.of("/proc/holdfast-out"))).isInstanceOf(InvalidOption.class);
    }

    @Test
    void theCheckLeavesNoFileBehind() throws IOException {
        OutFolder.at(temporary.resolve("out"));
        assertThat(files(temporary.resolve("out"))).isEmpty();
    }

    @Test
    void mainThreadAndShutdownHookWriteOnceBetweenThem() {
        OutFolder folder = OutFolder.at(temporary);
        List<CompletableFuture<Boolean>> writers = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> folder.write(Sample.mixed(), Optional.empty())))
                .limit(4)
                .toList();
        assertThat(writers.stream().filter(CompletableFuture::join)).hasSize(1);
    }

    @Test
    void filesOfAnEarlierRunGoButThoseOfOthersStay() throws IOException {
        OutFolder.at(temporary).write(Sample.mixed(), Optional.empty());
        Files.writeString(temporary.resolve("timelines/notes.txt"), "mine");
        OutFolder.at(temporary).write(Sample.run(new Entry(Sample.holds("a"), List.of())), Optional.empty());
        assertThat(files(temporary))
                .containsExactly(
                        "junit.xml",
                        "metrics.csv",
                        "plans/a.plan",
                        "report.html",
                        "results.json",
                        "timelines/notes.txt");
    }
}
