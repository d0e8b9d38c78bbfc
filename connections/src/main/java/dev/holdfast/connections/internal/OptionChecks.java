package dev.holdfast.connections.internal;

import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.connections.internal.postgres.ServerAllowance;
import dev.holdfast.core.Problems;
import java.time.Duration;

/** What can be wrong with options. */
public final class OptionChecks {
    private OptionChecks() {}

    /** Adds what is wrong with the options by themselves. */
    public static void check(ConnectionsOptions options, Problems problems) {
        checkBudget(options, problems);
        atLeast(1, options.maxQueue(), "maxQueue", problems);
        atLeast(1, options.opensAtOnce(), "opensAtOnce", problems);
        positive(options.patience(), "patience", problems);
        positive(options.openTimeout(), "openTimeout", problems);
        positive(options.quantum(), "quantum", problems);
        positive(options.keep(), "keep", problems);
        positive(options.validationTimeout(), "validationTimeout", problems);
        positive(options.failureMemory(), "failureMemory", problems);
        positive(options.closePatience(), "closePatience", problems);
        notNegative(options.idleTimeout(), "idleTimeout", problems);
        notNegative(options.maxLifetime(), "maxLifetime", problems);
        notNegative(options.idleCheck(), "idleCheck", problems);
        notNegative(options.leakAfter(), "leakAfter", problems);
    }

    private static void checkBudget(ConnectionsOptions options, Problems problems) {
        int forTenants = options.budget() - options.reservedForSystem();
        atLeast(2, options.budget(), "budget", problems);
        atLeast(1, options.reservedForSystem(), "reservedForSystem", problems);
        atLeast(1, options.systemMax(), "systemMax", problems);
        if (forTenants < 1) {
            problems.add(
                    "the budget leaves nothing for tenants",
                    "budget " + options.budget() + " and reservedForSystem " + options.reservedForSystem()
                            + " were given.",
                    "Reserve less than the budget.");
        }
        if (options.systemMax() > options.budget()) {
            problems.add(
                    "the system database's maximum is above the budget",
                    "systemMax " + options.systemMax() + " and budget " + options.budget() + " were given.",
                    "Write a systemMax of at most " + options.budget() + ".");
        }
        if (options.tenantLimits().max() > forTenants) {
            problems.add(
                    "a tenant's maximum is above what the budget leaves for tenants",
                    "max " + options.tenantLimits().max() + " was given; budget " + options.budget() + " less "
                            + options.reservedForSystem() + " reserved for the system database is " + forTenants + ".",
                    "Write a maximum of at most " + forTenants + ", or a larger budget.");
        }
    }

    /** Adds what the server doesn't allow. */
    static void checkAllowance(ConnectionsOptions options, ServerAllowance allowance, Problems problems) {
        if (options.budget() > allowance.allowed()) {
            problems.add(
                    "the budget is above what the server allows",
                    "budget " + options.budget() + " was given; this role may have " + allowance.allowed() + ": "
                            + allowance,
                    "Write a budget of at most " + allowance.allowed()
                            + ", less what others need, or raise max_connections or the role's CONNECTION LIMIT.");
        }
    }

    private static void atLeast(int least, int given, String option, Problems problems) {
        if (given < least) {
            problems.add(option + " is too small", given + " was given.", "Write at least " + least + ".");
        }
    }

    private static void positive(Duration given, String option, Problems problems) {
        if (given.isZero() || given.isNegative()) {
            problems.add(option + " must be positive", given + " was given.", "Write a duration above zero.");
        }
    }

    private static void notNegative(Duration given, String option, Problems problems) {
        if (given.isNegative()) {
            problems.add(option + " is negative", given + " was given.", "Write zero for never, or a duration.");
        }
    }
}
