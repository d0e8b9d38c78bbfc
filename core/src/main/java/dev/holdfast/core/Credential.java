package dev.holdfast.core;

/**
 * With what to log in.
 *
 * @param user the role
 * @param password its password
 * @param generation grows with every change; connections carry it as a stamp of the login that they were opened with
 */
public record Credential(String user, Secret password, long generation) {}
