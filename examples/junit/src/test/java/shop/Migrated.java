package shop;

import dev.holdfast.junit.spi.Fingerprint;
import dev.holdfast.junit.spi.TemplateStep;
import dev.holdfast.junit.spi.TemplateTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

// snippet: template
/** The schema as the migrations make it: run once, then cloned for each test. */
public final class Migrated implements TemplateStep {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    @Override
    public String fingerprint() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            for (Path file : files.sorted().toList()) {
                contents.add(Files.readAllBytes(file));
            }
        }
        return Fingerprint.of(contents.toArray(byte[][]::new));
    }

    @Override
    public void apply(TemplateTarget target) {
        Flyway.configure().dataSource(target.dataSource()).load().migrate();
    }
}
// end
