package dev.holdfast.junit;

/** Filled in by its slice. */
public interface Sessions {}
