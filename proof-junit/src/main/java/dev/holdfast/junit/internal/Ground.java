package dev.holdfast.junit.internal;

import dev.holdfast.junit.TestDatabase;
import dev.holdfast.servers.Database;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where a test's unnamed database comes from, for the room's other extensions. */
@FunctionalInterface
public interface Ground {
    /** A database as the test sees it, and as the server's administrator does. */
    record Lent(TestDatabase seen, Database whole) {}

    /** The same one that the parameters of {@code test} mean; lent now if nobody has asked before. */
    Lent unnamed(ExtensionContext test) throws Exception;

    /** Makes this the ground of {@code context} and all below it. */
    default void keepFor(ExtensionContext context) {
        Kept.in(context).put(Ground.class, this);
    }

    /** The one that was kept; empty if the test has no {@link dev.holdfast.junit.Holdfast}. */
    static Optional<Ground> of(ExtensionContext context) {
        return Optional.ofNullable(Kept.in(context).get(Ground.class, Ground.class));
    }

    /** Nobody else's place. */
    final class Kept {
        private Kept() {}

        private static ExtensionContext.Store in(ExtensionContext context) {
            return context.getStore(ExtensionContext.Namespace.create(Ground.class));
        }
    }
}
