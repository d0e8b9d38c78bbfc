package dev.holdfast.junit;

import dev.holdfast.proof.Session;
import dev.holdfast.proof.fault.Armed;
import dev.holdfast.proof.fault.Fault;
import dev.holdfast.proof.fault.FaultProxy;
import dev.holdfast.proof.fault.Firing;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.SQLException;

/**
 * Faults between a test and its database. A test with such a parameter reaches its databases through a proxy of its own;
 * nobody else does. Thread-safe.
 *
 * <p>A fault that is armed and never strikes fails the test when it ends, unless it was disarmed: the test did not test what
 * it says.
 *
 * <pre>{@code
 * @Test
 * void anOrderWhoseAnswerIsLostIsThereOnce(TestDatabase db, Faults faults) throws Exception {
 *     Armed cut = faults.arm("reset before command-complete(COMMIT)");
 *     shop.order("book"); // retries
 *     faults.struck(cut);
 *     assertThat(faults.<Long>truth(db, connection -> count(connection, "sale"))).isEqualTo(1);
 * }
 * }</pre>
 */
public interface Faults {
    /**
     * From now on {@code fault} is waited for: {@code reset before command-complete(COMMIT)}.
     *
     * @throws dev.holdfast.core.InvalidOption if it isn't one: with the position, and what may stand there
     */
    Armed arm(String fault);

    Armed arm(Fault fault);

    /**
     * Waits up to ten seconds until {@code fault} has struck.
     *
     * @return the first time that it did
     * @throws AssertionError if it didn't
     */
    Firing struck(Armed fault);

    /**
     * What is so when nobody is at work any more: waits up to ten seconds until no session is in a transaction in
     * {@code database}, then lends a connection of the server's administrator that doesn't pass the proxy. The server may
     * still be busy committing what a client was cut off from.
     *
     * @throws AssertionError if some still are: with what they do
     * @throws SQLException what {@code look} throws
     */
    <T> T truth(TestDatabase database, Session.Work<T> look) throws SQLException;

    /** The proxy. */
    FaultProxy proxy();

    /**
     * The server, to be restarted, killed, suspended. The class or method needs {@code @Holdfast(ownServer = true)}.
     *
     * @throws IllegalStateException if others use this server too, or it isn't embedded
     */
    EmbeddedPostgres server();
}
