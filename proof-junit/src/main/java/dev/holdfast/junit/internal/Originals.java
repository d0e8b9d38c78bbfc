package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.spi.Original;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Opens originals: on the servers that tests use, for who knows of a test class, and of no more. */
public final class Originals {
    /** Several JVMs may share a server, and with it the run's name. */
    private static final String JVM = HexFormat.of().toHexDigits(new SecureRandom().nextInt());

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** JUnit's own context of the run, which has its configuration. */
    private static volatile @Nullable ExtensionContext run;

    private Originals() {}

    /** The extension's first word in a run comes before anybody asks for an original. */
    static void remember(ExtensionContext context) {
        run = context.getRoot();
    }

    private static Optional<String> configured(String name) {
        ExtensionContext context = run;
        return context == null
                ? Optional.ofNullable(System.getProperty(name))
                : context.getConfigurationParameter(name);
    }

    private static Options options(Class<?> testClass) {
        Options options = Options.of(Asked.of(testClass).holdfast(), true, Originals::configured);
        if (options.ownServer()) {
            throw new InvalidOption(
                    "a server for one class can't have what outlives the class",
                    testClass.getName() + " has @Holdfast(ownServer = true).",
                    "Leave ownServer out.");
        }
        return options;
    }

    /** See {@link Original#key}. */
    public static String key(Class<?> testClass) throws Exception {
        Options options = options(testClass);
        return options.server()
                + ' '
                + options.embedded()
                + ' '
                + Recipes.of(testClass, null).fingerprint();
    }

    /** See {@link Original#open}. */
    public static Original open(Class<?> testClass) throws Exception {
        ServerInUse server = Servers.shared(options(testClass));
        String name = server.server().nameFor("o" + JVM + "_" + NUMBERS.incrementAndGet());
        return OwnedOriginal.create(server, name, server.template(Recipes.of(testClass, null)));
    }
}
