package dev.holdfast.proof.spec.internal;

import dev.holdfast.proof.spec.Spec;
import dev.holdfast.servers.Database;
import dev.holdfast.wire.Bytes;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One session of a file on its connection, across permutations. Not thread-safe. */
final class Actor {
    private final Bytes name;
    private final Voice voice;
    final Link link;
    private int notices;

    /** The step that it is at, until that was reported as complete. */
    @Nullable
    Act active;

    Actor(Spec.Session session, Database database, Map<String, String> startup, Voice voice) throws SQLException {
        this.name = session.name();
        this.voice = voice;
        this.link = Link.open(database, startup, this::hear);
    }

    private void hear(Bytes notice) {
        voice.out(new Words().add(name).add(": ").add(notice));
        notices++;
    }

    Bytes name() {
        return name;
    }

    /** How many it was sent so far. */
    int notices() {
        return notices;
    }
}
