package dev.holdfast.junit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.Faults;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Leak;
import dev.holdfast.junit.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** A class of tests: its databases, if they are the class's, and its own server, if it has one. Thread-safe. */
final class ClassRun {
    private final ExtensionContext context;
    private final Asked asked;
    private final Running running = new Running();

    @GuardedBy("this")
    private @Nullable ServerInUse own;

    @GuardedBy("this")
    private @Nullable Scope scope;

    ClassRun(ExtensionContext context) {
        this.context = context;
        this.asked = Asked.of(context);
    }

    Class<?> owner() {
        return asked.owner();
    }

    /** Its tests, of which several may run at the same time. */
    Running running() {
        return running;
    }

    /** The server that only this class uses, if it has been asked for. */
    synchronized @Nullable ServerInUse own() {
        return own;
    }

    boolean sharesDatabases() {
        return asked.holdfast().database() == Holdfast.Lifetime.CLASS;
    }

    private Options options() {
        return Options.of(asked.holdfast(), true, context::getConfigurationParameter);
    }

    /** The class's own, or the shared one. */
    synchronized ServerInUse server() {
        Options options = options();
        if (!options.ownServer()) {
            return Servers.shared(options);
        }
        if (own == null) {
            own = Servers.own(options);
        }
        return own;
    }

    /** The databases of the class: of its constructor, its {@code @BeforeAll} methods, and of its tests if they share. */
    synchronized Scope scope() throws Exception {
        if (scope == null) {
            scope = new Scope(server(), Listeners.recipe(context), context.getDisplayName(), Optional.empty());
        }
        return scope;
    }

    /** Those that are there already. */
    synchronized List<GivenDatabase> lent() {
        return scope == null ? List.of() : scope.lent();
    }

    Object parameter(ParameterContext parameter) throws Exception {
        Class<?> type = parameter.getParameter().getType();
        if (type == Faults.class || type == Sessions.class) {
            throw new InvalidOption(
                    type.getSimpleName() + " belongs to a test, not to a class",
                    "It is a parameter of " + parameter.getDeclaringExecutable() + ".",
                    "Make it a parameter of the test method, or of @BeforeEach.");
        }
        return Parameters.of(parameter, scope());
    }

    /** Looks for what no test could be blamed for, and gives everything back. */
    synchronized void end() throws Exception {
        try {
            if (scope != null) {
                List<Leak> leaks = new ArrayList<>();
                for (GivenDatabase database : scope.lent()) {
                    database.closeMade();
                    leaks.addAll(database.watch().find(GivenDatabase.PATIENCE));
                }
                scope.giveBack(leaks.isEmpty());
                scope = null;
                LeakReport.throwIfAny(context.getDisplayName(), leaks, Asked.allowed(context));
            }
        } finally {
            if (own != null) {
                own.close();
                own = null;
            }
        }
    }
}
