package dev.holdfast.junit.internal;

import dev.holdfast.servers.EmbeddedPostgres;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What can be done with a server beside talking to it. */
interface Host {
    /** It stays after the run for so long; how its password is had, as the beginning of a command. */
    String linger(Duration stay);

    /** Why it is down, if it is and we can know. */
    Optional<String> lastWords();

    /** Somebody else's. */
    Host FOREIGN = new Host() {
        @Override
        public String linger(Duration stay) {
            return "";
        }

        @Override
        public Optional<String> lastWords() {
            return Optional.empty();
        }
    };

    /** A test's own, which ends with it. */
    static Host own(EmbeddedPostgres server) {
        return new Host() {
            @Override
            public String linger(Duration stay) {
                throw new IllegalStateException("its server is its own, and ends with it");
            }

            @Override
            public Optional<String> lastWords() {
                return server.lastWords();
            }
        };
    }

    /** The one that all JVMs share, whichever that is now. */
    static Host shared(Supplier<EmbeddedPostgres> server) {
        return new Host() {
            @Override
            public String linger(Duration stay) {
                server.get().linger(stay);
                return "PGPASSWORD=$(cat " + server.get().directory().resolve("password") + ") ";
            }

            @Override
            public Optional<String> lastWords() {
                return server.get().lastWords();
            }
        };
    }
}
