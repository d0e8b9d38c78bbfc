/**
 * Interleavings written as data: PostgreSQL's isolation test format ({@code .spec}), run as its own {@code isolationtester}
 * does, byte for byte, and beyond it invariants.
 *
 * <ul>
 *   <li>{@link dev.holdfast.proof.spec.Spec} is one file: setup, sessions with their steps, permutations, invariants.
 *   <li>{@link dev.holdfast.proof.spec.SpecRun} plays it in a database of its own and writes the transcript.
 *   <li>{@link dev.holdfast.proof.spec.SpecResult} is what came of it; {@link dev.holdfast.proof.spec.Expected} compares.
 * </ul>
 *
 * <p>Source of the format: PostgreSQL 18, {@code src/test/isolation/README}; of every detail that it leaves open: the
 * program itself, which the tests run beside ours.
 */
@NullMarked
package dev.holdfast.proof.spec;

import org.jspecify.annotations.NullMarked;
