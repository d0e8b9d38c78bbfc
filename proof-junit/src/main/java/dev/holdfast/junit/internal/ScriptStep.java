package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.spi.Fingerprint;
import dev.holdfast.junit.spi.TemplateStep;
import dev.holdfast.junit.spi.TemplateTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Runs a script, in a session of its own, so that what it sets ({@code search_path}) ends with it. Read anew each time.
 *
 * @param name where it was found, for messages; not part of the fingerprint
 */
record ScriptStep(String name, Content content) implements TemplateStep {
    /** Changes if scripts are ever run in another way. */
    private static final byte[] FORM = "script 1".getBytes(StandardCharsets.UTF_8);

    /** The bytes of a file that may change between two reads. */
    interface Content {
        byte[] read() throws IOException;
    }

    @Override
    public String fingerprint() throws IOException {
        return Fingerprint.of(FORM, content.read());
    }

    @Override
    public void apply(TemplateTarget target) throws Exception {
        SqlScript script = new SqlScript(name, text());
        try (Connection connection = session(target)) {
            new ScriptRun(script, connection).run();
        }
    }

    private String text() throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content.read()))
                    .toString();
        } catch (CharacterCodingException e) {
            InvalidOption refused = new InvalidOption(
                    name + " isn't UTF-8", e.getMessage() + ".", "Save it as UTF-8, for example with iconv -t UTF-8.");
            refused.initCause(e);
            throw refused;
        }
    }

    /** The simple protocol sends a statement as it stands: ? and { stay what they are. */
    private static Connection session(TemplateTarget target) throws Exception {
        PGSimpleDataSource source = Logins.of(target.jdbcUrl(), target.user(), target.password());
        source.setPreferQueryMode(PreferQueryMode.SIMPLE);
        return source.getConnection();
    }

    @Override
    public String toString() {
        return name;
    }
}
