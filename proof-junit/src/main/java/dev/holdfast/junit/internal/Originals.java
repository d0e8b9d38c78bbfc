package dev.holdfast.junit.internal;

import dev.holdfast.junit.spi.Original;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;

/** Stand-in. */
public final class Originals {
    private static final EmbeddedPostgres SERVER = EmbeddedPostgres.start(EmbeddedOptions.defaults());

    private Originals() {}

    public static EmbeddedPostgres server() {
        return SERVER;
    }

    public static Original open(Class<?> testClass) throws Exception {
        return new OwnedOriginal(SERVER, SERVER.createDatabase("original"));
    }

    public static String key(Class<?> testClass) {
        return "";
    }
}
