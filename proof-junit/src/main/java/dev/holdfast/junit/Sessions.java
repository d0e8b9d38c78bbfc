package dev.holdfast.junit;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Witness;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Many sessions at once: they meet at a barrier, do the work, and what they did is judged. A parameter of a test.
 *
 * <pre>{@code
 * @Test
 * void theLastTicketIsSoldOnce(TestDatabase db, Sessions sessions) {
 *     Shop shop = new Shop(db.dataSource());
 *     sessions.of(50)
 *             .run(session -> shop.buy("ticket", session.number()))
 *             .invariant("sold at most once", "select ticket from sale group by ticket having count(*) > 1");
 * }
 * }</pre>
 *
 * <p>A run is judged as the scenarios of the catalogue are. It fails the test if an invariant is broken; if the server said
 * an SQLSTATE that nobody declared, or a session threw; if nothing overlapped, or another {@link Witness} wasn't seen often
 * enough; if a commit's answer was lost; and if it hung, with the stack of every session. The message has the events, the
 * seed, and how to run it again with the same one. What is random in the work comes from the seed; the server's scheduling
 * does not. The server may be restarted meanwhile ({@link Faults#server}); lock waits are counted until then.
 *
 * <p>Thread-safe; a {@link Race} is not.
 */
public interface Sessions {
    /**
     * So many sessions, each on a thread of its own: of the system up to 32, virtual ones beyond.
     *
     * @throws dev.holdfast.core.InvalidOption if they are fewer than 2 or more than 1,000
     */
    Race of(int sessions);

    /** From which everything random in this test is derived. */
    long seed();

    /** One of them, on its thread. */
    interface Client extends Session {
        /** Its own, from the test's seed: the same numbers in the same order, however the threads are scheduled. */
        RandomGenerator random();
    }

    /** What each session does. */
    @FunctionalInterface
    interface Work {
        /**
         * Does it, by connections of its own or those that {@link Session#call} and {@link Session#transaction} lend.
         *
         * @return what the session was told, for the history: an {@link Outcome}, or anything that stands for a committed
         *     one; null means {@code done}
         * @throws Exception one with an SQLSTATE (among its causes, too) is an aborted step, or one in doubt if the session
         *     was lost; any other fails the run unless {@link Race#refusedBy} names it
         */
        @Nullable
        Object run(Client session) throws Exception;
    }

    /** Work whose answer nobody needs. */
    @FunctionalInterface
    interface Action {
        /** See {@link Work#run}. */
        void run(Client session) throws Exception;
    }

    /** What is going to be run, and what it must be like. All but {@link #run} and {@link #each} return this. */
    interface Race {
        /** Where {@link Session#call} and {@link Session#transaction} borrow; {@link TestDatabase#dataSource} if not said. */
        Race on(DataSource source);

        /** How often each session does the work, without a pause; once if not said. */
        Race times(int times);

        /** SQLSTATEs that may occur; any other makes the verdict unknown. */
        Race expect(SqlState... states);

        /** An exception by which the work refuses, as a shop that is sold out; then the step is aborted, and that's all right. */
        Race refusedBy(Class<? extends Exception> type);

        /**
         * What must have been seen for the verdict to mean anything, beside that sessions overlapped. Lock waits are counted
         * by statement, of all clients of the database; looks, where there is something to look at {@link #always}.
         */
        Race witness(Witness witness);

        /** {@code sql} is run when all are done; its rows are violations. */
        Race invariant(String name, String sql);

        /** {@code history} has to satisfy {@code condition}. */
        Race invariant(String name, Predicate<History> condition);

        /** {@code sql} is also run again and again while they are at work; its rows are violations at any moment. */
        Race always(String name, String sql);

        /**
         * Makes sure that they meet: {@code lock} is run before they start, in a transaction that ends when {@code waiters}
         * statements were seen waiting, or after ten seconds.
         */
        Race meetAt(String lock, int waiters);

        /** After how long it has hung; a minute if not said. */
        Race limit(Duration limit);

        /** The verdict fails nothing; ask for it. */
        Race unjudged();

        /**
         * Runs, and judges.
         *
         * @throws AssertionError unless it holds
         */
        Played run(Work work);

        /**
         * Runs work whose answer is {@code done}, and judges.
         *
         * @throws AssertionError unless it holds
         */
        default Played each(Action work) {
            return run(session -> {
                work.run(session);
                return null;
            });
        }
    }

    /** What came of it. Immutable. */
    interface Played {
        /** What every session did and was told, in the order in which the answers arrived. */
        History history();

        Verdict verdict();

        /** Figures: rates, latencies, SQLSTATEs, witnesses. */
        Result result();

        /** How many were told {@code answer}. */
        default long answered(String answer) {
            return history().count(event -> event.answered(answer));
        }

        /** How many committed, or were refused by nobody. */
        default long committed() {
            return history().count(Event::committed);
        }

        /**
         * Runs {@code sql} now, as the server's administrator.
         *
         * @throws AssertionError if it returns rows: with them and the events
         */
        Played invariant(String name, String sql);

        /**
         * Looks at the history.
         *
         * @throws AssertionError if it doesn't satisfy {@code condition}: with the events
         */
        Played invariant(String name, Predicate<History> condition);

        /**
         * Judges, if nobody has.
         *
         * @throws AssertionError unless the verdict is that it holds
         */
        Played assertHolds();
    }
}
