package dev.holdfast.proof;

/**
 * How a saboteur fared.
 *
 * @param caught whether the verdict was red for the reason that the saboteur names
 * @param attempts how many trials it took, or were made in vain
 * @param last the last trial, the one that caught it if it was caught
 */
public record SaboteurResult(Saboteur saboteur, boolean caught, int attempts, Result last) {}
