package dev.holdfast.verification;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calls that hope instead of waiting, or that end somebody else's process. Each use stands in the list with its reason. */
class ForbiddenCallsTest {
    private static final Set<String> FORBIDDEN = Set.of(
            "java.lang.Thread.sleep", // await the event instead
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos", // sleep by another name
            "java.lang.System.exit", // only a process of ours may end itself
            "java.lang.Runtime.exit",
            "java.lang.Runtime.halt");

    /** "class calls method" and why it must. */
    private static final Map<String, String> ALLOWED = Map.ofEntries(
            entry("dev.holdfast.cli.Main calls java.lang.System.exit", "the exit code is the verdict"),
            entry(
                    "dev.holdfast.servers.internal.Poll calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "other processes tell nobody what they did"),
            entry(
                    "dev.holdfast.servers.ExternalPostgres calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "a server that does not run yet tells nobody when it does"),
            entry(
                    "dev.holdfast.proof.internal.LockWatch calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "a server tells nobody that a session waits for a lock; sampled"),
            entry(
                    "dev.holdfast.proof.internal.Performance calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "the oracle looks again and again, and must not become the load"),
            entry(
                    "dev.holdfast.proof.internal.Performance$Backends calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "a server tells nobody that a backend is gone"),
            entry(
                    "dev.holdfast.proof.internal.SessionRun calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "at a fixed rate, the moment itself is the event"),
            entry(
                    "dev.holdfast.benchmarks.DriverBenchmark calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "suspends a server for exactly one second"),
            entry(
                    "dev.holdfast.benchmarks.pools.PoolsProcess calls java.lang.System.exit",
                    "a process of ours that nobody waits for any more"),
            entry(
                    "dev.holdfast.catalog.internal.TenantTrial calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "the observer looks again and again, and must not become the load"),
            entry(
                    "dev.holdfast.catalog.internal.SuiteTrial calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "the observer looks again and again, and must not become the load"),
            entry(
                    "dev.holdfast.catalog.internal.SuiteServer calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "a server tells nobody that a backend is gone"),
            entry(
                    "dev.holdfast.connections.internal.Server calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "a borrower waits to be woken, at most until its deadline"),
            entry(
                    "dev.holdfast.connections.internal.Housekeeper calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "keeps the time; woken by whoever has something sooner"),
            entry(
                    "dev.holdfast.connections.internal.Rotation calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "backs off between logins: nobody tells when the server knows the new password"),
            entry(
                    "dev.holdfast.servers.NothingOutlivesUsTest calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "kills at a random moment, which is the point"),
            entry(
                    "dev.holdfast.junit.KilledTest calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "kills at a random moment, and then looks again and again what is left"),
            entry(
                    "dev.holdfast.junit.internal.CarrierThreadsTest calls java.util.concurrent.locks.LockSupport.parkNanos",
                    "a timed wait is what starts the thread in question"),
            entry("dev.holdfast.servers.Victim calls java.lang.Thread.sleep", "waits to be killed"));

    @Test
    void nobodySleepsOrExitsWithoutAReasonGivenHere() {
        assertThat(found()).isSubsetOf(ALLOWED.keySet());
    }

    @Test
    void theCallsOfThisClassAreSeen() {
        assertThat(calls(Room.VERIFICATION.testClasses()))
                .contains("%s calls java.lang.Thread.sleep".formatted(Asleep.class.getName()));
    }

    /** Never run: shows that a forbidden call in a test class would be found. */
    private static final class Asleep {
        @SuppressWarnings("unused") // read as a class file
        static void sleep() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    private static Set<String> found() {
        Set<String> found = Arrays.stream(Room.values())
                .flatMap(room -> Stream.<Function<Room, JavaClasses>>of(Room::classes, Room::testClasses)
                        .flatMap(classes -> calls(classes.apply(room)).stream()))
                .collect(Collectors.toCollection(TreeSet::new));
        found.removeIf(call -> call.startsWith(Asleep.class.getName()));
        found.removeIf(call -> call.matches("\\S+_jcstress(\\$\\S+)? calls .*")); // what jcstress generates isn't ours
        return found;
    }

    private static List<String> calls(JavaClasses classes) {
        return classes.stream().flatMap(ForbiddenCallsTest::calls).toList();
    }

    private static Stream<String> calls(JavaClass type) {
        return Stream.<JavaAccess<?>>concat(
                        type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream())
                .map(JavaAccess::getTarget)
                .map(ForbiddenCallsTest::name)
                .filter(FORBIDDEN::contains)
                .map(call -> type.getName() + " calls " + call);
    }

    private static String name(AccessTarget target) {
        return target.getOwner().getName() + "." + target.getName();
    }
}
