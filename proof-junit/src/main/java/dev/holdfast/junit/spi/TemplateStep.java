package dev.holdfast.junit.spi;

/**
 * A step in preparing a template: a script, a migration tool, Java. Runs once for all databases whose steps have the same
 * fingerprints, in whichever JVM comes first.
 */
public interface TemplateStep {
    /**
     * Changes whenever what {@link #apply} would do changes. The default knows the class's own code, and nothing of the files
     * that it reads: override it for those ({@link Fingerprint}).
     *
     * @throws Exception if what it depends on can't be read
     */
    default String fingerprint() throws Exception {
        return Fingerprint.of(getClass());
    }

    /** Prepares; may open as many connections as it likes, and has closed them when it returns. */
    void apply(TemplateTarget target) throws Exception;
}
