package dev.holdfast.connections.internal;

/** What a lease handed out besides itself. */
abstract class LeasedPart<D> extends Leased<D> {
    private final LeasedConnection lease;
    private final D driver;

    LeasedPart(LeasedConnection lease, D driver) {
        this.lease = lease;
        this.driver = driver;
    }

    @Override
    final LeasedConnection lease() {
        return lease;
    }

    @Override
    final D driver() {
        return driver;
    }
}
