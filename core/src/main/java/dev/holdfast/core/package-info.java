/**
 * The words that every room shares, and nothing else: no dependencies, no sockets, no threads.
 *
 * <ul>
 *   <li>{@link dev.holdfast.core.Secret}: a password or key that no log, plan or report can print.
 *   <li>{@link dev.holdfast.core.SqlState}: PostgreSQL's five characters, kept in every error.
 *   <li>{@link dev.holdfast.core.Deadline}: until when somebody is willing to wait.
 *   <li>{@link dev.holdfast.core.InvalidOption}, {@link dev.holdfast.core.Problems}: options are refused, all mistakes
 *       at once, never repaired.
 *   <li>{@link dev.holdfast.core.AdvisoryLocks}: which room uses which advisory-lock keys, so that no two collide.
 *   <li>{@link dev.holdfast.core.Identifiers}: quoting for the few places where PostgreSQL takes no parameter.
 * </ul>
 *
 * <p>Errors follow PostgreSQL's own style guide (the documentation's "Error Message Style Guide"): a primary message in
 * lower case without a period; then detail; then a hint in full sentences that says what to do next.
 */
@NullMarked
package dev.holdfast.core;

import org.jspecify.annotations.NullMarked;
