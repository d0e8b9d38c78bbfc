package dev.holdfast.benchmarks.pools;

/**
 * Where the tenants' databases are.
 *
 * @param before of the URL of a database, up to its name
 * @param after the URL's properties
 * @param stub whether connections there do nothing
 */
record Place(String before, String after, String user, String password, boolean stub) {
    static final String PREFIX = "bench_";

    /** Connections that do nothing, opened at once. */
    static Place nowhere() {
        StubDriver.register();
        return new Place(StubDriver.PREFIX, "", "nobody", "nothing", true);
    }

    static String tenant(int number) {
        return "t" + number;
    }

    static String database(int tenant) {
        return PREFIX + tenant(tenant);
    }

    String url(String database) {
        return before + database + after;
    }

    String url(int tenant) {
        return url(database(tenant));
    }

    Place withProperties(String properties) {
        return new Place(before, properties, user, password, stub);
    }
}
