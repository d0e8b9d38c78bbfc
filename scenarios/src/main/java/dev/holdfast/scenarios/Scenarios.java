package dev.holdfast.scenarios;

import dev.holdfast.proof.Scenario;
import java.util.ArrayList;
import java.util.List;

/** The published scenarios, each aimed at an implementation that is right. */
public final class Scenarios {
    private Scenarios() {}

    /** In the order in which they are best read. */
    public static List<Scenario> all() {
        LockingShop shop = new LockingShop();
        PlainNotebook notebook = new PlainNotebook();
        List<Scenario> all = new ArrayList<>(List.of(
                FlashSale.of(5, 50, 10, shop),
                FlashSale.of(10, 100, 8, shop),
                FlashSale.of(20, 200, 4, shop),
                FlashSale.of(50, 500, 2, shop),
                FlashSale.stampede(shop),
                FlashSale.lastStock(shop),
                new DoubleDip(100, shop),
                new DoubleDip(1, shop),
                new MixedLoad(shop),
                new InterleavedCreateClaim(shop),
                new TornRead(shop),
                new OppositeOrder(shop),
                new ConcurrentInserts(notebook),
                new ConcurrentSelect(20, notebook),
                new ConcurrentSelect(200, notebook),
                ConcurrentSelect.throughPgBouncer(20, notebook),
                new RoleDdl(10, 5, new PlainRoleChanges()),
                new RoleDdl(50, 2, new PlainRoleChanges()),
                new RoleDdl(200, 1, new PlainRoleChanges()),
                new SameRoleDdl(new RoleChangesInOneLane()),
                new GrantStorm(new RoleChangesInOneLane()),
                new NulByte(NulByte.Client.plain())));
        for (PoolerLeak.Trap trap : PoolerLeak.Trap.values()) {
            all.add(new PoolerLeak(trap, PoolerLeak.resetAlways()));
        }
        for (CommitCutForm form : CommitCutForm.values()) {
            all.add(new CommitCut(form, CommitCutClient.plain()));
        }
        for (ServerFault fault : ServerFault.values()) {
            all.add(FaultStrike.plain(fault));
        }
        return List.copyOf(all);
    }
}
