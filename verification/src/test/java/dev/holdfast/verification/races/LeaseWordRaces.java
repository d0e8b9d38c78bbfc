package dev.holdfast.verification.races;

import dev.holdfast.connections.internal.budget.LeaseWord;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Every pair of hands that may meet at a lease word, and how it may end. */
final class LeaseWordRaces {
    private LeaseWordRaces() {}

    /** A word that is idle at first. */
    private static LeaseWord idle() {
        LeaseWord word = new LeaseWord();
        word.park();
        return word;
    }

    private static int number(boolean yes) {
        return yes ? 1 : 0;
    }

    /** Two borrowers, at one idle connection. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one has it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "nobody has it, or two have")
    public static class LeaseAgainstLease {
        private final LeaseWord word = idle();

        @Actor
        public void first(II_Result seen) {
            seen.r1 = (int) word.lease();
        }

        @Actor
        public void second(II_Result seen) {
            seen.r2 = (int) word.lease();
        }
    }

    /** A borrower and the pool, at one idle connection. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one has it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "nobody has it, or two have")
    public static class LeaseAgainstClaim {
        private final LeaseWord word = idle();

        @Actor
        public void borrows(II_Result seen) {
            seen.r1 = (int) word.lease();
        }

        @Actor
        public void claims(II_Result seen) {
            seen.r2 = number(word.claim());
        }
    }

    /** One lease is ended twice: by its borrower, and by whoever cuts it off. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one ended it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "nobody ended it, or two did")
    public static class AnEndIsOneEnd {
        private final LeaseWord word = idle();
        private final long stamp = word.lease();

        @Actor
        public void leaves(II_Result seen) {
            seen.r1 = number(word.release(stamp));
        }

        @Actor
        public void takes(II_Result seen) {
            seen.r2 = number(word.end(stamp));
        }
    }

    /** Who left it idle closes it again, while the next borrower takes it. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0, 2", expect = Expect.ACCEPTABLE, desc = "the second lease stands")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the first stamp ended the second lease")
    public static class AStaleStampEndsNothing {
        private final LeaseWord word = idle();
        private final long stale = word.lease();
        private long stamp;

        public AStaleStampEndsNothing() {
            word.release(stale);
        }

        @Actor
        public void borrows() {
            stamp = word.lease();
        }

        @Actor
        public void closesAgain(III_Result seen) {
            seen.r1 = number(word.release(stale));
            seen.r2 = number(word.end(stale));
        }

        @Arbiter
        public void looks(III_Result seen) {
            seen.r3 = word.isLeased() ? (int) stamp : 0;
        }
    }

    /** The pool takes what a borrower is leaving, as upkeep and thieves do. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0, 0", "1, 1, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "left idle, or left and taken")
    @Outcome(expect = Expect.FORBIDDEN, desc = "taken from a borrower, or not left")
    public static class ReleaseAgainstClaim {
        private final LeaseWord word = idle();
        private final long stamp = word.lease();

        @Actor
        public void leaves(III_Result seen) {
            seen.r1 = number(word.release(stamp));
        }

        @Actor
        public void claims(III_Result seen) {
            seen.r2 = number(word.claim());
        }

        @Arbiter
        public void looks(III_Result seen) {
            seen.r3 = word.isIdle() ? 0 : word.isHeld() ? 2 : 1;
        }
    }

    /** The pool parks what it had, while a borrower looks: either misses it or has all of it. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0", "1, 7"},
            expect = Expect.ACCEPTABLE,
            desc = "not yet, or with what was done before")
    @Outcome(expect = Expect.FORBIDDEN, desc = "leased without what was done before")
    public static class ParkPublishes {
        private final LeaseWord word = new LeaseWord();
        private int madeBefore;

        @Actor
        public void parks() {
            madeBefore = 7;
            word.park();
        }

        @Actor
        public void borrows(II_Result seen) {
            seen.r1 = (int) word.lease();
            seen.r2 = seen.r1 == 0 ? 0 : madeBefore;
        }
    }

    /**
     * Who gives back looks again after it left the connection idle; who begins to wait looks for an idle one after it said so.
     * One of them sees the other, or a wake-up would be lost.
     */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0", "0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one saw the other")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a lost wake-up")
    public static class NoWakeUpIsLost {
        private final LeaseWord word = idle();
        private final long stamp = word.lease();
        private volatile boolean gate = true;

        @Actor
        public void givesBack(II_Result seen) {
            word.release(stamp);
            seen.r1 = number(!gate);
        }

        @Actor
        public void waits(II_Result seen) {
            gate = false;
            seen.r2 = number(word.claim());
        }
    }

    /** From the pool's hands to a borrower, who gives it back, while another looks. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0, 1", "1, 2, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "before it came back, or after")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both had it, or a count was lost")
    public static class GrantAgainstLease {
        private final LeaseWord word = new LeaseWord();

        @Actor
        public void granted(III_Result seen) {
            seen.r1 = number(word.release(word.grant()));
        }

        @Actor
        public void borrows(III_Result seen) {
            seen.r2 = (int) word.lease();
        }

        @Arbiter
        public void looks(III_Result seen) {
            seen.r3 = (int) word.uses();
        }
    }
}
