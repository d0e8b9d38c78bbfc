package dev.holdfast.transactions;

/** Isolation levels that PostgreSQL tells apart; its READ UNCOMMITTED is READ COMMITTED. */
public enum Isolation {
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE;

    String sql() {
        return name().replace('_', ' ');
    }
}
