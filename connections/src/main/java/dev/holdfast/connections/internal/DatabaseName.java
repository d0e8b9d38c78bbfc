package dev.holdfast.connections.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What a tenant's database can't be called, whoever thought of the name. */
final class DatabaseName {
    /** NAMEDATALEN - 1; the server would cut off the rest, and two tenants could become one. */
    static final int MAX_BYTES = 63;

    private static final Set<String> EVERY_CLUSTER_HAS = Set.of("postgres", "template0", "template1");

    private DatabaseName() {}

    /**
     * The name, as it is.
     *
     * @param taken databases that aren't tenants'
     * @throws InvalidOption with all that is wrong with it
     */
    static String checked(String name, Set<String> taken) {
        Problems problems = new Problems();
        checkText(name, problems);
        checkLength(name, problems);
        checkFree(name, taken, problems);
        problems.throwIfAny();
        return name;
    }

    private static void checkText(String name, Problems problems) {
        if (name.isEmpty()) {
            problems.add("a tenant's database has no name", "", "Name it by the tenant's id.");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            problems.add(
                    "the name of a tenant's database has a control character",
                    name.length() + " characters, one of them below U+0020 or from U+007F to U+009F.",
                    "Remove it; PostgreSQL can't store U+0000 at all.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            problems.add(
                    "the name of a tenant's database is not valid Unicode", "It has half of a surrogate pair.", "");
        }
    }

    private static void checkLength(String name, Problems problems) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            problems.add(
                    "the name of a tenant's database is too long",
                    bytes + " bytes of UTF-8; a name in PostgreSQL holds " + MAX_BYTES + ".",
                    "Use a shorter id or prefix, or a DatabaseNaming of your own that looks names up.");
        }
    }

    private static void checkFree(String name, Set<String> taken, Problems problems) {
        if (EVERY_CLUSTER_HAS.contains(name) || taken.contains(name)) {
            problems.add(
                    "a tenant can't have the database \"" + name + "\"",
                    taken.contains(name) ? "It is the system's." : "Every PostgreSQL has one of that name for itself.",
                    "Give the tenants' databases a prefix, for example \"tenant_\".");
        }
        if (name.startsWith(TenantDatabases.HALF_MADE)) {
            problems.add(
                    "a tenant can't have the database \"" + name + "\"",
                    "What is called " + TenantDatabases.HALF_MADE
                            + "... is half made, and is dropped when its maker died.",
                    "Give the tenants' databases another prefix, for example \"tenant_\".");
        }
    }
}
