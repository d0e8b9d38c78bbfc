package dev.holdfast.scenarios;

import dev.holdfast.core.Identifiers;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Gate;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.scenarios.internal.Book;
import dev.holdfast.scenarios.internal.CouponRules;
import dev.holdfast.scenarios.internal.Rule;
import dev.holdfast.scenarios.internal.Sale;
import dev.holdfast.scenarios.internal.Setup;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What trials of a shop have in common. Every round has coupons of its own: {@code coupon-a} of the plan is
 * {@code coupon-a-7} in round 7, so that a plan can be played again and again.
 */
abstract class CouponTrial implements Trial {
    final Stage stage;
    final Shop shop;
    final CouponRules rules;
    private final int amount;

    CouponTrial(Stage stage, Shop shop, int amount) throws SQLException {
        this.stage = stage;
        this.shop = shop;
        this.amount = amount;
        this.rules = new CouponRules(stage.findings());
        shop.createTables(stage.admin());
    }

    /** Holds the sales, and the history, against the card's invariants. */
    abstract void judge(List<Sale> sales, History history) throws SQLException;

    @Override
    public Connection connect(int session) throws SQLException {
        return stage.connect(session);
    }

    /** Makes coupons for a round by the subject's own code. */
    final void stock(int round, String... coupons) throws SQLException {
        for (String coupon : coupons) {
            Outcome made = shop.create(new Setup(stage.admin(), round), Sale.coupon(coupon, round), amount);
            if (!(made instanceof Outcome.Committed)) {
                throw new SQLException("could not create " + coupon + " for round " + round + ": " + made);
            }
        }
    }

    /** Users who had this coupon, named as in its book, before the round began. */
    Set<String> earlier(String coupon) {
        return Set.of();
    }

    /** Claims a coupon before a round begins. */
    final void claimEarly(int round, String coupon, String user) throws SQLException {
        Outcome claimed = shop.claim(new Setup(stage.admin(), round), user, Sale.coupon(coupon, round));
        if (!(claimed instanceof Outcome.Committed)) {
            throw new SQLException("could not claim " + coupon + " for " + user + ": " + claimed);
        }
    }

    @Override
    public Outcome perform(Session session, Step step) throws SQLException {
        String coupon = Sale.coupon(step.argument(0), session.round());
        return switch (step.operation()) {
            case "create" -> shop.create(session, coupon, amount);
            case "claim" -> shop.claim(session, step.argument(1), coupon);
            default -> read(session, coupon);
        };
    }

    private Outcome read(Session session, String coupon) throws SQLException {
        return shop.read(session, coupon)
                .map(reading -> Outcome.committed(reading.answer()))
                .orElse(Outcome.refused(Shop.NO_SUCH_COUPON));
    }

    @Override
    public boolean observe(Connection oracle, int round) throws SQLException {
        for (Book book : Book.ending(oracle, Sale.coupon("", round))) {
            rules.conservation(book, "while sessions were at work");
        }
        return true;
    }

    @Override
    public void judge(History history) throws SQLException {
        Map<String, List<Event>> told = new TreeMap<>();
        history.events()
                .forEach(event -> coupons(event.step())
                        .forEach(coupon -> told.computeIfAbsent(
                                        Sale.coupon(coupon, event.round()), c -> new ArrayList<>())
                                .add(event)));
        Map<String, Book> books = new HashMap<>();
        Book.all(stage.oracle()).forEach(book -> books.putIfAbsent(book.coupon(), book));
        books.keySet().forEach(coupon -> told.putIfAbsent(coupon, List.of()));
        judge(sales(told, books), history);
    }

    /** The coupons that a step is about. */
    List<String> coupons(Step step) {
        return List.of(step.argument(0));
    }

    private List<Sale> sales(Map<String, List<Event>> told, Map<String, Book> books) {
        List<Sale> sales = new ArrayList<>();
        told.forEach((coupon, events) -> {
            Book book = books.get(coupon);
            if (book == null) {
                vanished(coupon, events);
            } else {
                sales.add(new Sale(book, events, earlier(coupon)));
            }
        });
        return sales;
    }

    /** Nobody may have been told that a coupon exists that isn't there. */
    private void vanished(String coupon, List<Event> events) {
        events.stream()
                .filter(Event::committed)
                .findFirst()
                .ifPresent(event -> stage.findings()
                        .violated(
                                Rule.ACKNOWLEDGED_IS_DURABLE.id(),
                                "Let session %d be answered %s about %s. Then that coupon exists, but the table has no such row: a contradiction."
                                        .formatted(
                                                event.session(), event.outcome().answer(), coupon),
                                List.of(event)));
    }

    /** A gate at one coupon's row. */
    static Gate atCoupon(String coupon, int round, int waiters) {
        String name = Identifiers.literal(Sale.coupon(coupon, round));
        return new Gate("select 1 from coupons where name = " + name + " for update", waiters);
    }

    /** Half of the sessions, and at least two, if there are two. */
    static int half(int sessions) {
        return Math.min(sessions, Math.max(2, sessions / 2));
    }
}
