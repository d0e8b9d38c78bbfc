package dev.holdfast.connections.internal;

import dev.holdfast.connections.DatabaseNaming;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Problems;
import dev.holdfast.core.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The prefix, then the id as it is; so ids that differ have databases that differ.
 *
 * @param prefix may be empty
 * @param taken databases that are nobody's: the system's
 */
public record PrefixNaming(String prefix, Set<String> taken) implements DatabaseNaming {
    public PrefixNaming {
        Problems problems = new Problems();
        if (prefix.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(prefix)) {
            problems.add(
                    "the prefix of tenants' databases is no text that PostgreSQL could store",
                    "It has a control character, or half of a surrogate pair.",
                    "Use letters, for example \"tenant_\".");
        }
        int bytes = prefix.getBytes(StandardCharsets.UTF_8).length;
        if (bytes >= DatabaseName.MAX_BYTES) {
            problems.add(
                    "the prefix of tenants' databases leaves no room for an id",
                    bytes + " bytes of UTF-8; a name in PostgreSQL holds " + DatabaseName.MAX_BYTES + ".",
                    "Use a shorter one, for example \"tenant_\".");
        }
        problems.throwIfAny();
        taken = Set.copyOf(taken);
    }

    public PrefixNaming(String prefix) {
        this(prefix, Set.of());
    }

    /** The same, but that no tenant has this database. */
    public PrefixNaming except(String database) {
        return new PrefixNaming(prefix, Set.of(database));
    }

    @Override
    public String databaseOf(TenantId tenant) {
        try {
            return DatabaseName.checked(prefix + tenant.value(), taken);
        } catch (InvalidOption e) {
            Problems problems = new Problems();
            e.problems().forEach(p -> problems.add("tenant \"" + tenant + "\": " + p.message(), p.detail(), p.hint()));
            problems.throwIfAny();
            throw e;
        }
    }
}
