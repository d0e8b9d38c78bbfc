package dev.holdfast.spring.connections;

import dev.holdfast.connections.BoundTenant;
import dev.holdfast.core.TenantId;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A service as users write them, of the tenant that is bound. */
@SuppressWarnings("try") // a binding is used by being there
class Notes {
    private final JdbcTemplate jdbc;

    Notes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<String> all() {
        return jdbc.queryForList("SELECT text FROM note ORDER BY text", String.class);
    }

    @Transactional
    public void write(String... texts) {
        for (String text : texts) {
            jdbc.update("INSERT INTO note VALUES (?)", text);
        }
    }

    @Transactional
    public void writeAndFail(String text) {
        write(text);
        throw new IllegalStateException("after " + text);
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void writeByItself(String text) {
        write(text);
    }

    /** What must not happen: {@code text} is the other's. */
    @Transactional
    public void writeFor(TenantId other, String text) {
        write("mine");
        try (BoundTenant bound = BoundTenant.bind(other)) {
            jdbc.update("INSERT INTO note VALUES (?)", text);
        }
    }

    /** What the other has is its own transaction's. */
    @Transactional
    public void writeBoth(TenantId other, String text, Notes proxied) {
        write(text);
        try (BoundTenant bound = BoundTenant.bind(other)) {
            proxied.writeByItself(text);
        }
        write(text + " again");
    }
}
