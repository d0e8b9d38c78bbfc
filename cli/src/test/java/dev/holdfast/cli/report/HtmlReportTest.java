package dev.holdfast.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    @Test
    void forLooking() throws IOException {
        Files.writeString(Path.of("target/sample.html"), html(Sample.mixed()));
        List<Entry> many = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            many.add(new Entry(
                    Sample.result("scenario-" + i, 0, new dev.holdfast.proof.Verdict.Holds(), 10),
                    List.of(Sample.caught("x"))));
        }
        assertThat(html(Sample.run(many.toArray(Entry[]::new))).length()).isLessThan(500_000);
        System.out.println(html(Sample.run(many.toArray(Entry[]::new))).length());
    }

    static String html(Run run) throws IOException {
        StringWriter out = new StringWriter();
        HtmlReport.write(run, out);
        return out.toString();
    }
}
