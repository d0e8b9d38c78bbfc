package dev.holdfast.junit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.Faults;
import dev.holdfast.junit.Leak;
import dev.holdfast.junit.Sessions;
import dev.holdfast.junit.spi.DatabaseListener;
import dev.holdfast.proof.fault.Armed;
import dev.holdfast.proof.fault.FaultProxy;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** One test, from before its callbacks until after them. Used by its own thread, parameters perhaps by others. */
final class TestRun {
    private final ExtensionContext context;
    private final @Nullable ClassRun classRun;
    private final Asked asked;
    private Running.@Nullable Turn turn;

    /** Among the tests of the class, if they share databases. */
    private Running.@Nullable Turn beside;

    private @Nullable ThreadWatch threads;

    @GuardedBy("this")
    private @Nullable ServerInUse own;

    @GuardedBy("this")
    private @Nullable Scope scope;

    @GuardedBy("this")
    private @Nullable TestFaults faults;

    TestRun(ExtensionContext context, @Nullable ClassRun classRun) {
        this.context = context;
        this.classRun = classRun;
        this.asked = Asked.of(context);
    }

    void begin() throws Exception {
        turn = Running.HERE.begin();
        if (turn.alone()) {
            threads = ThreadWatch.begin();
        }
        if (shared()) {
            beside = classRun().running().begin();
            for (GivenDatabase database : classRun().lent()) {
                database.watch().beginTest();
            }
        }
        Ground ground = test -> {
            GivenDatabase database = scope().database();
            return new Ground.Lent(database, database.lease().database());
        };
        ground.keepFor(context);
        for (DatabaseListener listener : Listeners.of(context)) {
            listener.lent(context, scope().database());
        }
    }

    private boolean shared() {
        return asked.onClass() && classRun != null && classRun.sharesDatabases();
    }

    private ClassRun classRun() {
        if (classRun == null) {
            throw new IllegalStateException("no class of tests around " + context.getDisplayName());
        }
        return classRun;
    }

    private Options options() {
        return Options.of(asked.holdfast(), asked.onClass(), context::getConfigurationParameter);
    }

    private synchronized ServerInUse server() {
        if (asked.onClass() && classRun != null) {
            return classRun.server();
        }
        Options options = options();
        if (!options.ownServer()) {
            return Servers.shared(options);
        }
        if (own == null) {
            own = Servers.own(options);
        }
        return own;
    }

    private synchronized Scope scope() throws Exception {
        if (shared()) {
            refuseFaults();
            return classRun().scope();
        }
        if (scope == null) {
            Recipe recipe = Listeners.recipe(context);
            Optional<FaultProxy> proxy = wantsFaults() ? Optional.of(faults().proxy()) : Optional.empty();
            scope = new Scope(server(), recipe, context.getDisplayName(), proxy);
        }
        return scope;
    }

    private void refuseFaults() {
        if (wantsFaults()) {
            throw new InvalidOption(
                    "Faults need a database per test",
                    "This class shares one: @Holdfast(database = CLASS).",
                    "Put @Holdfast on this method, or move it to another class.");
        }
    }

    private synchronized TestFaults faults() {
        if (faults == null) {
            faults = new TestFaults(server().server(), options().ownServer(), TestSeed.of(context));
        }
        return faults;
    }

    /** Known before any parameter is made: those that come first must go through the proxy too. */
    private boolean wantsFaults() {
        Stream<Method> around = Stream.of(BeforeEach.class, AfterEach.class)
                .flatMap(annotation -> AnnotationSupport.findAnnotatedMethods(
                        context.getRequiredTestClass(), annotation, HierarchyTraversalMode.TOP_DOWN)
                        .stream());
        return Stream.concat(context.getTestMethod().stream(), around)
                .map(Executable::getParameterTypes)
                .anyMatch(types -> Arrays.asList(types).contains(Faults.class));
    }

    Object parameter(ParameterContext parameter) throws Exception {
        Class<?> type = parameter.getParameter().getType();
        if (type == Faults.class) {
            refuseIfShared();
            return faults();
        }
        if (type == Sessions.class) {
            GivenDatabase database = scope().database();
            return new TestSessions(database.lease().database(), database.dataSource(), TestSeed.of(context));
        }
        return Parameters.of(parameter, scope());
    }

    private void refuseIfShared() {
        if (shared()) {
            refuseFaults();
        }
    }

    /** Whatever goes wrong on the way, everything is given back; leaks are told last. */
    void end() throws Exception {
        List<Leak> leaks = new ArrayList<>();
        boolean clean = false;
        boolean passed = false;
        try {
            afterwards();
            leaks.addAll(leaks());
            clean = leaks.isEmpty();
            passed = context.getExecutionException().isEmpty() && allowed(leaks);
        } finally {
            giveBack(clean, passed ? Duration.ZERO : options().keep());
        }
        LeakReport.throwIfAny(context.getDisplayName(), leaks, Asked.allowed(context));
    }

    private boolean allowed(List<Leak> leaks) {
        return leaks.isEmpty()
                || Asked.allowed(context)
                        .containsAll(leaks.stream().map(Leak::kind).toList());
    }

    private void afterwards() throws Exception {
        try {
            for (DatabaseListener listener : Listeners.of(context)) {
                listener.returning(context, scope().database());
            }
            struck();
        } finally {
            calmDown();
        }
    }

    /** Of a test that has failed already, it may be the reason that a fault was never reached. */
    private synchronized void struck() {
        if (faults != null && context.getExecutionException().isEmpty()) {
            faults.assertAllStruck();
        }
    }

    /** What a fault holds on to isn't the test's leak, and a server that is down can't be asked. */
    private synchronized void calmDown() {
        if (faults != null) {
            faults.proxy().armed().forEach(Armed::disarm);
        }
        ServerInUse server = own != null ? own : classRun == null ? null : classRun.own();
        if (server != null) {
            server.revive();
        }
    }

    private List<Leak> leaks() throws Exception {
        List<Leak> leaks = new ArrayList<>();
        for (GivenDatabase database : lent()) {
            database.closeMade();
            if (!shared() || (beside != null && beside.alone())) {
                leaks.addAll(foundIn(database));
            }
        }
        if (turn != null && turn.alone() && threads != null) {
            leaks.addAll(threads.find(GivenDatabase.PATIENCE));
        }
        return leaks;
    }

    /** What this test left isn't the next one's fault. */
    private List<Leak> foundIn(GivenDatabase database) throws SQLException {
        List<Leak> leaks = database.watch().find(GivenDatabase.PATIENCE);
        if (shared() && !leaks.isEmpty()) {
            database.watch().cleanUp();
        }
        return leaks;
    }

    private synchronized List<GivenDatabase> lent() {
        if (scope != null) {
            return scope.lent();
        }
        return shared() ? classRun().lent() : List.of();
    }

    private synchronized void giveBack(boolean clean, Duration stay) {
        for (Running.Turn each : new Running.Turn[] {turn, beside}) {
            if (each != null) {
                each.close();
            }
        }
        try {
            if (scope != null) {
                scope.giveBack(clean, stay);
                scope = null;
            }
        } finally {
            endOwn();
        }
    }

    private synchronized void endOwn() {
        if (faults != null) {
            faults.close();
            faults = null;
        }
        if (own != null) {
            own.close();
            own = null;
        }
    }
}
