package dev.holdfast.proof;

import java.time.Duration;

/** How far a trial is. */
public record Progress(Card card, String phase, int sessions, long operations, Duration elapsed, Form form) {}
