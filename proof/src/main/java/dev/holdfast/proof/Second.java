package dev.holdfast.proof;

import java.time.Instant;

/** The operations that were answered within one second of a trial. */
public record Second(Instant at, long operations, Latency latency) {}
