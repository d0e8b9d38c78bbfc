package dev.holdfast.cli.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** {@code report.html}: a run for people, in one file that needs no network. It reads without scripts too, less its charts. */
public final class HtmlReport {
    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

    private HtmlReport() {}

    /** Writes {@code run}; {@code out} stays open. */
    public static void write(Run run, Writer out) throws IOException {
        Template template = Mustache.compiler()
                .escapeHTML(true)
                .emptyStringIsFalse(true)
                .strictSections(true)
                .compile(resource("report.mustache"));
        template.execute(new HtmlPage(run, resource("report.css"), library(), resource("report.js")), out);
        out.flush();
    }

    /** Without the comment that would make a debugger ask for a file that isn't there. */
    private static String library() {
        return resource(CHARTS).replaceAll("(?m)^//# sourceMappingURL=.*$", "").strip();
    }

    private static String resource(String name) {
        URL url = Objects.requireNonNull(HtmlReport.class.getResource(name), name);
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + name, e);
        }
    }
}
