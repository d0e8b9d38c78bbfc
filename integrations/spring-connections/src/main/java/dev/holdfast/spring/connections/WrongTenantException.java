package dev.holdfast.spring.connections;

import dev.holdfast.core.TenantId;
import java.io.Serial;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;

/** The thread is bound to another tenant than its transaction; its cause has SQLSTATE 25001. */
public final class WrongTenantException extends InvalidDataAccessApiUsageException {
    @Serial
    private static final long serialVersionUID = 1L;

    WrongTenantException(TenantId transaction, @Nullable TenantId bound) {
        super(text(transaction, bound), new SQLException("active transaction of another tenant", "25001"));
    }

    private static String text(TenantId transaction, @Nullable TenantId bound) {
        return "this transaction is not in the database of the tenant that is bound"
                + "\n  detail: It began for " + transaction + "; bound is " + (bound == null ? "none" : bound) + "."
                + "\n  hint: End it before you bind another tenant, or give that one a transaction of its own (REQUIRES_NEW).";
    }
}
