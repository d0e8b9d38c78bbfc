package dev.holdfast.catalog;

import dev.holdfast.catalog.internal.CommitCutClients;
import dev.holdfast.catalog.internal.CommitCutTwins;
import dev.holdfast.catalog.internal.FaultSaboteurs;
import dev.holdfast.catalog.internal.NotebookTwins;
import dev.holdfast.catalog.internal.RoleTwins;
import dev.holdfast.catalog.internal.ShopTwins;
import dev.holdfast.catalog.internal.Suites;
import dev.holdfast.catalog.internal.TenantScenarios;
import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.Scenario;
import dev.holdfast.scenarios.CommitCut;
import dev.holdfast.scenarios.CommitCutForm;
import dev.holdfast.scenarios.ConcurrentInserts;
import dev.holdfast.scenarios.ConcurrentSelect;
import dev.holdfast.scenarios.DoubleDip;
import dev.holdfast.scenarios.FlashSale;
import dev.holdfast.scenarios.GrantStorm;
import dev.holdfast.scenarios.InterleavedCreateClaim;
import dev.holdfast.scenarios.MixedLoad;
import dev.holdfast.scenarios.NulByte;
import dev.holdfast.scenarios.OppositeOrder;
import dev.holdfast.scenarios.PoolerLeak;
import dev.holdfast.scenarios.RoleDdl;
import dev.holdfast.scenarios.SameRoleDdl;
import dev.holdfast.scenarios.Scenarios;
import dev.holdfast.scenarios.TornRead;
import dev.holdfast.servers.PgBouncerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All scenarios and all saboteurs. */
public final class Catalog {
    private static final String BLIND = "takes a lost answer for an abort, and does it all again";

    private Catalog() {}

    /** In the order in which they are played. */
    public static List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>(Scenarios.all());
        all.add(new CommitCut("no-retry", CommitCutClients.unknownOutcome()));
        all.add(new CommitCut("status-check", CommitCutClients.statusCheck()));
        all.add(new CommitCut("idempotency-key", CommitCutClients.idempotencyKey()));
        all.addAll(FaultSaboteurs.runners());
        all.addAll(TenantScenarios.all());
        all.addAll(Suites.scenarios());
        return List.copyOf(all);
    }

    /** In the order of their scenarios; every scenario has at least one. */
    public static List<Saboteur> saboteurs() {
        List<Saboteur> all = new ArrayList<>();
        all.addAll(flashSales());
        all.addAll(coupons());
        all.addAll(baskets());
        all.addAll(notebooks());
        all.addAll(roles());
        all.addAll(poolers());
        all.addAll(commitCuts());
        all.addAll(settledCommitCuts());
        all.addAll(FaultSaboteurs.all());
        all.addAll(TenantScenarios.saboteurs());
        all.addAll(Suites.saboteurs());
        return List.copyOf(all);
    }

    private static List<Saboteur> flashSales() {
        String noLock = "looks at the stock without locking the coupon's row";
        String skips = "takes a row that is locked for one that is sold out";
        String writesBack = "computes the new stock in the application and writes it back";
        String drops = "tells one user that they won, and rolls back";
        return List.of(
                saboteur("no-row-lock", noLock, FlashSale.of(5, 50, 10, ShopTwins.withoutRowLock()))
                        .breaks("no-oversell", "exact-winners"),
                saboteur("dropped-claim", drops, FlashSale.of(5, 50, 10, ShopTwins.droppingAcknowledgedClaims()))
                        .breaks("acknowledged-is-durable", "no-oversell", "exact-winners"),
                saboteur("read-modify-write", writesBack, FlashSale.of(10, 100, 8, ShopTwins.readModifyWrite()))
                        .breaks("conservation", "no-oversell", "exact-winners"),
                saboteur("skip-locked", skips, FlashSale.of(20, 200, 4, ShopTwins.skippingLockedRows()))
                        .breaks("exact-winners"),
                saboteur("no-row-lock", noLock, FlashSale.of(50, 500, 2, ShopTwins.withoutRowLock()))
                        .breaks("no-oversell", "exact-winners"),
                saboteur("no-row-lock", noLock, FlashSale.stampede(ShopTwins.withoutRowLock()))
                        .breaks("no-oversell", "exact-winners"),
                saboteur("read-modify-write", writesBack, FlashSale.lastStock(ShopTwins.readModifyWrite()))
                        .breaks("no-oversell", "conservation", "exact-winners"));
    }

    private static List<Saboteur> coupons() {
        String duplicates = "looks for a duplicate before it locks, and has no unique constraint";
        String stockFirst = "tells a user who has the coupon that it is sold out";
        String overwrites = "replaces a coupon that is created again";
        String twoStatements = "reads the stock and the claims in two statements";
        return List.of(
                saboteur("no-unique-constraint", duplicates, new DoubleDip(100, ShopTwins.withoutUniqueConstraint()))
                        .breaks("one-claim-per-user", "exact-winners"),
                saboteur("stock-before-duplicate", stockFirst, new DoubleDip(1, ShopTwins.stockBeforeDuplicate()))
                        .breaks("duplicate-before-sold-out", "exact-winners"),
                saboteur(
                                "read-modify-write",
                                "computes the new stock in the application and writes it back",
                                new MixedLoad(ShopTwins.readModifyWrite()))
                        .breaks("conservation", "no-oversell"),
                saboteur("stock-before-duplicate", stockFirst, new MixedLoad(ShopTwins.stockBeforeDuplicate()))
                        .breaks("duplicate-before-sold-out"),
                saboteur(
                                "overwriting-creations",
                                overwrites,
                                new InterleavedCreateClaim(ShopTwins.overwritingCreations()))
                        .breaks("create-once", "conservation"),
                saboteur("two-statement-read", twoStatements, new TornRead(ShopTwins.readingInTwoStatements()))
                        .breaks("conservation"));
    }

    private static List<Saboteur> baskets() {
        return List.of(
                saboteur(
                                "locks-as-named",
                                "locks the coupons of a basket in the order in which they are named",
                                new OppositeOrder(ShopTwins.lockingAsNamed()))
                        .breaks("no-deadlock"),
                saboteur(
                                "one-by-one",
                                "claims the coupons of a basket in a transaction each",
                                new OppositeOrder(ShopTwins.claimingOneByOne()))
                        .breaks("all-or-nothing", "acknowledged-is-durable"));
    }

    private static List<Saboteur> notebooks() {
        return List.of(
                saboteur(
                                "dropped-acknowledgement",
                                "acknowledges what it rolls back",
                                new ConcurrentInserts(NotebookTwins.droppingAcknowledgements()))
                        .breaks("acknowledged-is-durable"),
                saboteur(
                                "written-again",
                                "writes again what was acknowledged",
                                new ConcurrentInserts(NotebookTwins.writingAgain()))
                        .breaks("exact-rows"),
                swapping(new ConcurrentSelect(20, NotebookTwins.swappingAnswers())),
                swapping(new ConcurrentSelect(200, NotebookTwins.swappingAnswers())),
                swapping(ConcurrentSelect.throughPgBouncer(20, NotebookTwins.swappingAnswers())));
    }

    private static Saboteur swapping(Scenario twin) {
        return saboteur("swapped-answers", "gives two sessions each other's answer", twin)
                .breaks("own-value");
    }

    private static List<Saboteur> roles() {
        String shares = "lets two sessions use one role";
        String forgets = "says that a role is dropped, and leaves it";
        String noLane = "takes no lock before it changes a role";
        String twoLanes = "takes a lock that only half of the sessions agree on";
        return List.of(
                saboteur("shared-role", shares, new RoleDdl(10, 5, RoleTwins.sharingARole()))
                        .breaks("own-role-ddl-succeeds"),
                saboteur("forgotten-drop", forgets, new RoleDdl(10, 1, RoleTwins.forgettingToDrop()))
                        .breaks("roles-are-as-told"),
                saboteur("shared-role", shares, new RoleDdl(50, 2, RoleTwins.sharingARole()))
                        .breaks("own-role-ddl-succeeds"),
                saboteur("shared-role", shares, new RoleDdl(200, 1, RoleTwins.sharingARole()))
                        .breaks("own-role-ddl-succeeds"),
                saboteur("no-lane", noLane, new SameRoleDdl(RoleTwins.withoutLane()))
                        .breaks("no-error-in-lane"),
                saboteur("no-lane", noLane, new GrantStorm(RoleTwins.withoutLane()))
                        .breaks("no-error-in-lane"),
                saboteur("two-lanes", twoLanes, new GrantStorm(RoleTwins.inTwoLanes()))
                        .breaks("no-error-in-lane"),
                saboteur(
                                "evicting",
                                "throws the connection away on an error of class 08",
                                new NulByte(RoleTwins.evicting()))
                        .breaks("connection-usable", "nul-alone-causes-08P01"),
                saboteur("stripping-nul", "removes the NUL and goes on", new NulByte(RoleTwins.strippingNul()))
                        .breaks("nul-alone-causes-08P01"));
    }

    private static List<Saboteur> poolers() {
        PgBouncerOptions notAlways =
                PgBouncerOptions.of(PgBouncerOptions.Mode.TRANSACTION).withSetting("server_reset_query", "DISCARD ALL");
        return Stream.of(PoolerLeak.Trap.values())
                .map(trap -> saboteur(
                                "reset-not-always",
                                "has a reset query, which transaction mode doesn't send unless told always to",
                                new PoolerLeak(trap, notAlways))
                        .breaks("no-leak"))
                .toList();
    }

    private static List<Saboteur> commitCuts() {
        String fails = "says that it failed, as if anybody knew";
        String beside = "writes lost rows by itself, outside of the transaction that they are said to be of";
        return List.of(
                blind(CommitCutForm.EXPLICIT),
                hoping(new CommitCut(CommitCutForm.EXPLICIT, CommitCutTwins.hoping())),
                saboteur(
                                "commits-early",
                                "commits in the middle of its work",
                                new CommitCut(CommitCutForm.EXPLICIT, CommitCutTwins.committingEarly()))
                        .breaks("moment-decides"),
                beside(CommitCutForm.EXPLICIT, beside),
                saboteur("fails", fails, new CommitCut(CommitCutForm.AUTOCOMMIT, CommitCutTwins.failing()))
                        .breaks("told-as-uncertain", "applied-once"),
                blind(CommitCutForm.AUTOCOMMIT),
                beside(CommitCutForm.TWO_PHASE, beside),
                blind(CommitCutForm.TWO_PHASE),
                blind(CommitCutForm.COPY),
                hoping(new CommitCut(CommitCutForm.COPY, CommitCutTwins.hoping())),
                saboteur("fails", fails, new CommitCut(CommitCutForm.PIPELINED, CommitCutTwins.failing()))
                        .breaks("told-as-uncertain", "applied-once"),
                blind(CommitCutForm.PIPELINED));
    }

    private static List<Saboteur> settledCommitCuts() {
        return List.of(
                hoping(new CommitCut("no-retry", CommitCutTwins.hoping())),
                saboteur("blind-retry", BLIND, new CommitCut("status-check", CommitCutTwins.surelyRepeatingBlindly()))
                        .breaks("applied-once"),
                saboteur(
                                "key-before-work",
                                "commits its idempotency key before the work",
                                new CommitCut("idempotency-key", CommitCutTwins.keyBeforeWork()))
                        .breaks("applied-once"));
    }

    private static Saboteur blind(CommitCutForm form) {
        return saboteur("blind-retry", BLIND, new CommitCut(form, CommitCutTwins.repeatingBlindly()))
                .breaks("applied-once", "told-as-uncertain");
    }

    private static Saboteur hoping(CommitCut twin) {
        return saboteur("hopes", "takes a lost answer for a good one", twin)
                .breaks("told-as-uncertain", "applied-once");
    }

    private static Saboteur beside(CommitCutForm form, String fault) {
        return saboteur("writes-beside", fault, new CommitCut(form, CommitCutTwins.writingBeside(form)))
                .breaks("status-and-rows-agree");
    }

    /** A saboteur in the making: its id is its scenario's and, after a slash, the name of the fault. */
    private record Draft(String name, String fault, Scenario twin) {
        Saboteur breaks(String invariant, String... also) {
            String scenario = twin.card().id();
            return new Saboteur(scenario + "/" + name, scenario, fault, invariant, Set.of(also), 1, twin);
        }
    }

    private static Draft saboteur(String name, String fault, Scenario twin) {
        return new Draft(name, fault, twin);
    }
}
