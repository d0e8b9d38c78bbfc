package dev.holdfast.core;

/**
 * With what to log in. Prints the password as a mask.
 *
 * @param user the role; not empty, without NUL
 * @param password its password
 * @param generation grows with every change; connections carry it as a stamp of the login that they were opened with
 */
public record Credential(String user, Secret password, long generation) {
    public Credential {
        if (user.isEmpty() || user.indexOf('\0') >= 0) {
            throw new InvalidOption(
                    "a credential's user is no name of a role",
                    user.isEmpty() ? "It is empty." : "It has a NUL character, which PostgreSQL can't store.",
                    "Name the role to log in as.");
        }
    }
}
