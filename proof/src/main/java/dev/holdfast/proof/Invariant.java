package dev.holdfast.proof;

/** Something that must always be true, with a name for reports and a sentence for people. */
public record Invariant(String id, String sentence) {}
