package dev.holdfast.junit;

import java.util.List;

/** A system database and many tenant databases, created and dropped in bulk. Thread-safe. */
public interface TenantDatabases {
    /** The one in which tenants would be listed; the test's unnamed database. */
    TestDatabase system();

    /** The tenants' databases, clones of the same template, named {@code tenant-1} and so on. */
    List<TestDatabase> tenants();

    /** The first is 1. */
    default TestDatabase tenant(int number) {
        return tenants().get(number - 1);
    }
}
