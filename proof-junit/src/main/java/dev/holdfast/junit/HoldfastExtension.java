package dev.holdfast.junit;

import org.junit.jupiter.api.extension.Extension;

/** See {@link Holdfast}. */
public final class HoldfastExtension implements Extension {
    /** JUnit makes it. */
    public HoldfastExtension() {}
}
