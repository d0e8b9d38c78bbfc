/**
 * PostgreSQL's frontend/backend protocol, versions 3.0 and 3.2, as values: no sockets, no threads, no state beyond where
 * in a stream one is.
 *
 * <ul>
 *   <li>{@link dev.holdfast.wire.FrameSplitter} finds the frames in one direction's bytes, however they arrive;
 *       {@link dev.holdfast.wire.FrameCursor} finds where they begin and end, and keeps nothing.
 *   <li>{@link dev.holdfast.wire.Frontend} and {@link dev.holdfast.wire.Backend} are the messages, each a record.
 *   <li>{@link dev.holdfast.wire.Codec} turns messages into bytes and frames into messages.
 *   <li>{@link dev.holdfast.wire.Bytes} is text as the protocol has it: in the client's encoding, which only the two ends
 *       know.
 * </ul>
 *
 * <p>A frame that breaks the protocol is a {@link dev.holdfast.wire.MalformedFrame}, never another exception: what comes
 * from a network may hold anything. Source of all layouts: the PostgreSQL 18 documentation, chapter "Frontend/Backend
 * Protocol".
 */
@NullMarked
package dev.holdfast.wire;

import org.jspecify.annotations.NullMarked;
