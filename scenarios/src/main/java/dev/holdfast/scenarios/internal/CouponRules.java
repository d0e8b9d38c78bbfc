package dev.holdfast.scenarios.internal;

import static dev.holdfast.scenarios.Shop.ALREADY_CLAIMED;
import static dev.holdfast.scenarios.Shop.NO_SUCH_COUPON;
import static dev.holdfast.scenarios.Shop.SOLD_OUT;

import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.Outcome.MaybeCommitted;
import dev.holdfast.scenarios.Shop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds what the sessions were told of a coupon against what its book says. Reads nothing itself. */
public final class CouponRules {
    private final Findings findings;

    public CouponRules(Findings findings) {
        this.findings = findings;
    }

    /** What remains and what is claimed make up the amount; {@code when} says when the book was read. */
    public void conservation(Book book, String when) {
        if (!book.balanced()) {
            int sum = book.remaining() + book.users().size();
            findings.violated(
                    Rule.CONSERVATION.id(),
                    ("Let %s have %d. Then in every snapshot what remains and what is claimed add up to %d, but one"
                                    + " statement, run %s, read %d remaining and %d claims, which make %d: a"
                                    + " contradiction.")
                            .formatted(
                                    book.coupon(),
                                    book.amount(),
                                    book.amount(),
                                    when,
                                    book.remaining(),
                                    book.users().size(),
                                    sum));
        }
    }

    public void noOversell(Sale sale) {
        Book book = sale.book();
        List<Event> winners = sale.winners();
        if (book.users().size() > book.amount()
                || winners.size() + sale.earlier().size() > book.amount()) {
            long shown = Math.max(1, book.amount() - sale.earlier().size() + 1L);
            findings.violated(
                    Rule.NO_OVERSELL.id(),
                    ("Let %s have %d. Then at most %d claims of it can succeed, but %d were acknowledged and the table"
                                    + " holds %d: a contradiction.")
                            .formatted(
                                    book.coupon(),
                                    book.amount(),
                                    book.amount(),
                                    winners.size() + sale.earlier().size(),
                                    book.users().size()),
                    winners.stream().limit(shown).toList());
        }
    }

    /** Exactly as many win as can; every other claim is refused, with {@code refusal}. */
    public void exactWinners(Sale sale, String refusal) {
        Set<String> users = sale.claims().stream().map(Sale::user).collect(Collectors.toCollection(TreeSet::new));
        int left = sale.book().amount() - sale.earlier().size();
        int expected = Math.min(left, users.size());
        int won = sale.winners().size();
        if (won > expected || (won < expected && !sale.disturbed())) {
            findings.violated(
                    Rule.EXACT_WINNERS.id(),
                    ("Let %d of %s be left and let %d users ask. Then exactly %d win, but %d claims were acknowledged:"
                                    + " a contradiction.")
                            .formatted(left, sale.book().coupon(), users.size(), expected, won),
                    won > expected
                            ? sale.winners().stream().limit(expected + 1L).toList()
                            : sale.claims().stream()
                                    .filter(event -> !event.committed())
                                    .limit(1)
                                    .toList());
        }
        wrongRefusals(sale, refusal);
    }

    private void wrongRefusals(Sale sale, String refusal) {
        Optional<Event> wrong = sale.claims().stream()
                .filter(event ->
                        !event.committed() && event.outcome().sqlState().isEmpty())
                .filter(event -> !event.answered(refusal))
                .findFirst();
        wrong.ifPresent(event -> findings.violated(
                Rule.EXACT_WINNERS.id(),
                "Let a claim of %s not win. Then it is refused as %s, but session %d was answered %s: a contradiction."
                        .formatted(
                                sale.book().coupon(),
                                refusal,
                                event.session(),
                                event.outcome().answer()),
                List.of(event)));
    }

    public void oneClaimPerUser(Sale sale) {
        Map<String, Long> rows = sale.book().users().stream()
                .collect(Collectors.groupingBy(user -> user, TreeMap::new, Collectors.counting()));
        rows.forEach((user, times) -> {
            if (times > 1) {
                findings.violated(
                        Rule.ONE_CLAIM_PER_USER.id(),
                        ("Let %s claim %s. Then every further claim of theirs is refused, but the table holds %d of"
                                        + " them: a contradiction.")
                                .formatted(user, sale.book().coupon(), times),
                        sale.claimsOf(user).stream()
                                .filter(Event::committed)
                                .limit(2)
                                .toList());
            }
        });
    }

    /** Every acknowledged claim has its row; every row has a claim that was acknowledged, or is in doubt. */
    public void acknowledgedIsDurable(Sale sale) {
        Map<String, int[]> told = new HashMap<>();
        for (Event claim : sale.claims()) {
            int[] counts = told.computeIfAbsent(Sale.user(claim), user -> new int[2]);
            counts[0] += claim.committed() ? 1 : 0;
            counts[1] += claim.outcome() instanceof MaybeCommitted ? 1 : 0;
        }
        told.forEach((user, counts) -> compare(sale, user, counts[0], counts[1]));
        sale.book().users().stream()
                .filter(user -> !told.containsKey(user) && !sale.earlier().contains(user))
                .findFirst()
                .ifPresent(user -> unaccounted(sale, user, 0));
    }

    private void compare(Sale sale, String user, int acknowledged, int inDoubt) {
        int rows = sale.book().claimsOf(user);
        if (rows < acknowledged) {
            findings.violated(
                    Rule.ACKNOWLEDGED_IS_DURABLE.id(),
                    ("Let %s be told %d times that they have %s. Then as many rows are in the table, but there are"
                                    + " %d: a contradiction.")
                            .formatted(user, acknowledged, sale.book().coupon(), rows),
                    sale.claimsOf(user).stream().filter(Event::committed).toList());
        }
        if (rows > acknowledged + inDoubt) {
            unaccounted(sale, user, acknowledged);
        }
        settle(sale, user, rows - acknowledged);
    }

    private void unaccounted(Sale sale, String user, int acknowledged) {
        findings.violated(
                Rule.ACKNOWLEDGED_IS_DURABLE.id(),
                ("Let a claim be refused, or never made. Then it leaves no row, but %s has %d rows for %s and was told"
                                + " so %d times: a contradiction.")
                        .formatted(user, sale.book().claimsOf(user), sale.book().coupon(), acknowledged),
                sale.claimsOf(user));
    }

    private void settle(Sale sale, String user, int unexplainedRows) {
        int left = unexplainedRows;
        for (Event claim : sale.claimsOf(user)) {
            if (claim.outcome() instanceof MaybeCommitted) {
                findings.settled(claim, left > 0);
                left--;
            }
        }
    }

    /**
     * Nobody who has the coupon is told that it is sold out: neither a user whose claim was acknowledged before they
     * asked again, nor the user to whom all of it went.
     */
    public void duplicateBeforeSoldOut(Sale sale) {
        for (Event refused : sale.claims()) {
            if (refused.answered(SOLD_OUT)) {
                sale.claimsOf(Sale.user(refused)).stream()
                        .filter(Event::committed)
                        .filter(won -> won.completed() < refused.invoked() || onlyUser(sale, Sale.user(refused)))
                        .findFirst()
                        .ifPresent(won -> toldSoldOut(sale, won, refused));
            }
        }
    }

    private static boolean onlyUser(Sale sale, String user) {
        return sale.book().users().stream().allMatch(user::equals);
    }

    private void toldSoldOut(Sale sale, Event won, Event refused) {
        boolean before = won.completed() < refused.invoked();
        findings.violated(
                Rule.DUPLICATE_BEFORE_SOLD_OUT.id(),
                ("Let W be session %d's claim of %s for %s, which succeeded. %s Then the answer is %s, but session %d"
                                + " was answered %s: a contradiction.")
                        .formatted(
                                won.session(),
                                sale.book().coupon(),
                                Sale.user(won),
                                before
                                        ? "W was acknowledged before the same user asked again."
                                        : "Nobody else ever had any, so whoever found none left came after W.",
                                ALREADY_CLAIMED,
                                refused.session(),
                                SOLD_OUT),
                List.of(won, refused));
    }

    public void createOnce(Sale sale) {
        List<Event> created =
                sale.of("create").stream().filter(Event::committed).toList();
        if (created.size() > 1) {
            findings.violated(
                    Rule.CREATE_ONCE.id(),
                    "Let %s be created. Then it can't be created again, but %d sessions were told that they had: a contradiction."
                            .formatted(sale.book().coupon(), created.size()),
                    created.stream().limit(2).toList());
        }
    }

    public void createdIsVisible(Sale sale) {
        Optional<Event> created =
                sale.of("create").stream().filter(Event::committed).findFirst();
        created.ifPresent(made -> sale.claims().stream()
                .filter(claim -> claim.answered(NO_SUCH_COUPON) && claim.invoked() > made.completed())
                .findFirst()
                .ifPresent(claim -> findings.violated(
                        Rule.CREATED_IS_VISIBLE.id(),
                        ("Let %s be created by session %d, acknowledged at %.3f ms. Then every later claim finds it,"
                                        + " but session %d asked at %.3f ms and was answered %s: a contradiction.")
                                .formatted(
                                        sale.book().coupon(),
                                        made.session(),
                                        made.completed() / 1e6,
                                        claim.session(),
                                        claim.invoked() / 1e6,
                                        NO_SUCH_COUPON),
                        List.of(made, claim))));
    }

    /** What the shop itself showed adds up too. */
    public void readsConserve(Sale sale) {
        for (Event read : sale.of("read")) {
            Shop.Reading.of(read.outcome().answer())
                    .filter(reading -> !reading.balanced())
                    .ifPresent(reading -> torn(sale, read, reading));
        }
    }

    private void torn(Sale sale, Event read, Shop.Reading reading) {
        Optional<Event> between = overlapping(sale, read);
        String claim = between.map(event -> " Session %d's claim was committed while it read, so it saw a moment before"
                                .formatted(event.session())
                        + " and a moment after.")
                .orElse("");
        findings.violated(
                Rule.CONSERVATION.id(),
                ("Let R be session %d's read of %s, answered %d remaining and %d claimed of %d. If R were one snapshot,"
                                + " the two would make %d, but they make %d: a contradiction.%s")
                        .formatted(
                                read.session(),
                                sale.book().coupon(),
                                reading.remaining(),
                                reading.claims(),
                                reading.amount(),
                                reading.amount(),
                                reading.remaining() + reading.claims(),
                                claim),
                between.map(event -> List.of(read, event)).orElse(List.of(read)));
    }

    /** A claim that was committed while {@code read} was in flight. */
    private static Optional<Event> overlapping(Sale sale, Event read) {
        return sale.winners().stream()
                .filter(won -> won.invoked() < read.completed() && won.completed() > read.invoked())
                .findFirst();
    }

    /** How many reads a claim was committed during. */
    public static long readsDuringClaims(Sale sale) {
        return sale.of("read").stream()
                .filter(read -> overlapping(sale, read).isPresent())
                .count();
    }
}
