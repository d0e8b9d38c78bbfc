package dev.holdfast.scenarios;

import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import java.sql.SQLException;
import java.util.List;

/** A shop in which several coupons can be claimed at once. */
public interface BasketShop extends Shop {
    /** Claims all of {@code coupons} for a user, or none: the answers are those of {@link #claim}. */
    Outcome claimAll(Session session, String user, List<String> coupons) throws SQLException;
}
