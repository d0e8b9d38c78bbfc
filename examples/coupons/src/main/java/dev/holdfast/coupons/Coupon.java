package dev.holdfast.coupons;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A coupon at one moment; {@code claimedBy} is in the order in which it was granted. */
record Coupon(
        String name,
        int amount,
        @JsonProperty("remaining_amount") int remaining,
        @JsonProperty("claimed_by") List<String> claimedBy) {}
