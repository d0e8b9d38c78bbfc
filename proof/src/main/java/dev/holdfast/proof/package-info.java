/**
 * How a claim about a service's PostgreSQL layer is put to the test, and when the answer may be believed.
 *
 * <p>A {@link dev.holdfast.proof.Scenario} claims something ({@link dev.holdfast.proof.Card}), makes a
 * {@link dev.holdfast.proof.Plan} from a seed, and opens a {@link dev.holdfast.proof.Trial} on a database of its own.
 * {@code Prover} opens the sessions, holds them at a barrier, lets them go, writes down what each of
 * them did and saw ({@link dev.holdfast.proof.History}), lets the trial's oracle look on connections of its own, during
 * and after, and reaches a {@link dev.holdfast.proof.Verdict}:
 *
 * <ul>
 *   <li>{@code Holds}, with its exposure: no violation in N operations, M of them contended;
 *   <li>{@code Violated}, with an argument: the events, and why they cannot be;
 *   <li>{@code Unknown}: nothing observed, a witness below its minimum, an undeclared SQLSTATE, an oracle that threw, a
 *       time limit, an outcome that nobody could settle. Unknown is never green.
 * </ul>
 *
 * <p>A {@link dev.holdfast.proof.Saboteur} is a twin of the scenario with one known fault built in. It must turn the
 * verdict red for the reason that it names; otherwise the scenario proves nothing.
 */
@NullMarked
package dev.holdfast.proof;

import org.jspecify.annotations.NullMarked;
