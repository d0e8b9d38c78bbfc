package dev.holdfast.junit.spi;

/**
 * A step in preparing a template: a script, a migration tool, Java. Runs once for all databases whose steps have the same
 * fingerprints, in whichever JVM comes first.
 */
public interface TemplateStep {
    /** What messages call it. */
    default String name() {
        return getClass().getName();
    }

    /**
     * Changes whenever what {@link #apply} would do changes. The default knows the class's own code, and nothing of the files
     * that it reads: override it for those ({@link Fingerprint}). Asked for each class or method with tests, before and after
     * {@link #apply}.
     *
     * @throws Exception if what it depends on can't be read
     */
    default String fingerprint() throws Exception {
        return Fingerprint.of(getClass());
    }

    /**
     * Prepares; may open as many connections as it likes, and has closed them when it returns. Objects get the server's
     * administrator as their owner, of whom each test's role is a member. What belongs to the whole server is not part of a
     * template, roles for example: create them only if they aren't there.
     *
     * @throws Exception what it likes; the template isn't made, and the tests that need it fail with it
     */
    void apply(TemplateTarget target) throws Exception;
}
