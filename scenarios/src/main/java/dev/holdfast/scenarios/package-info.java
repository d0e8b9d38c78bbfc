/**
 * Scenarios that anybody may aim at their own service.
 *
 * <p>Each scenario takes its subject, the code under test, as a constructor parameter, and refutes or upholds one claim
 * about it (see {@code dev.holdfast.proof.Scenario}). The subject is a small interface: {@link
 * dev.holdfast.scenarios.Shop} for everything about coupons, and its siblings. Implement it with your own repository or
 * service class; it is lent each session's connection, so that whatever you do between BEGIN and COMMIT is what is
 * tested. Beside each interface stands an implementation that is right, which is the example to read and what
 * {@link dev.holdfast.scenarios.Scenarios#all} runs.
 *
 * <pre>{@code
 * Scenario mine = FlashSale.of(5, 50, 10, new MyShop());
 * Result result = new Prover(server, ProofOptions.quick(seed), Watcher.NONE).prove(mine, 0);
 * }</pre>
 *
 * <p>Plans use names that are local to a round ({@code coupon-a}); the trial adds the round's number, so that a plan can
 * be played for as long as one likes.
 */
@NullMarked
package dev.holdfast.scenarios;

import org.jspecify.annotations.NullMarked;
