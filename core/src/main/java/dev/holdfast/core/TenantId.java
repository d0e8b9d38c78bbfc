package dev.holdfast.core;

import java.nio.charset.StandardCharsets;

/**
 * One customer's name for the machine. Any text will do that a database's name could hold: not empty, no control
 * characters (NUL among them), valid Unicode, at most {@value #MAX_BYTES} bytes of UTF-8. Ids that differ in any byte are different
 * tenants: {@code a-b}, {@code a_b} and {@code A_B} are three.
 */
public record TenantId(String value) implements Comparable<TenantId> {
    /** PostgreSQL's names hold 63 bytes (NAMEDATALEN - 1). */
    public static final int MAX_BYTES = 63;

    public TenantId {
        Problems problems = new Problems();
        if (value.isEmpty()) {
            problems.add("a tenant's id is empty", "", "Give each tenant an id of its own, for example \"acme\".");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            problems.add(
                    "a tenant's id has a control character",
                    "\"" + printable(value) + "\" was given.",
                    "Remove characters below U+0020 and from U+007F to U+009F; PostgreSQL can't store U+0000 at all.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            problems.add("a tenant's id is not valid Unicode", "It has half of a surrogate pair.", "Encode it first.");
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            problems.add(
                    "a tenant's id is too long",
                    bytes + " bytes of UTF-8 were given; a name in PostgreSQL holds " + MAX_BYTES + ".",
                    "Use a shorter id, for example a key or a hash.");
        }
        problems.throwIfAny();
    }

    private static String printable(String text) {
        StringBuilder printed = new StringBuilder();
        text.chars().forEach(c -> printed.append(Character.isISOControl(c) ? String.format("\\u%04x", c) : (char) c));
        return printed.toString();
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
