package dev.holdfast.cli.report;

import java.time.Instant;

/** A moment that charts mark: a fault, for example {@code server suspended}. */
public record Mark(Instant at, String label) {}
