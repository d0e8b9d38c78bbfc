package dev.holdfast.proof.fault;

import dev.holdfast.servers.ProxyConnection;
import dev.holdfast.servers.ProxyRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/** The armed faults, and who is connected. Faults come and go from any thread; the rest is the proxy's thread's. */
final class FaultRules implements ProxyRules {
    private final List<Armed> armed = new CopyOnWriteArrayList<>();
    private final Map<Integer, FaultSession> sessions = new HashMap<>();
    private final SplittableRandom random;

    FaultRules(long seed) {
        this.random = new SplittableRandom(seed);
    }

    List<Armed> armed() {
        return armed;
    }

    SplittableRandom random() {
        return random;
    }

    @Override
    public Session opened(ProxyConnection connection) {
        return new FaultSession(this, connection);
    }

    void named(int processId, FaultSession session) {
        sessions.put(processId, session);
    }

    Optional<FaultSession> session(int processId) {
        return Optional.ofNullable(sessions.get(processId));
    }

    void gone(int processId, FaultSession session, ProxyConnection connection) {
        sessions.remove(processId, session);
        armed.forEach(fault -> fault.forget(connection));
    }
}
