package dev.holdfast.servers;

import java.util.Map;

/** What an embedded server promises about a commit that it has acknowledged: the claim that a run may prove. */
public enum Durability {
    /**
     * Acknowledged commits survive the death of any process, as the operating system still has what was written.
     * {@code full_page_writes} stays on: a kill can end a write of 8 kB between two pages of the operating system.
     */
    KILLED_PROCESS("acknowledged commits survive a killed process, not a power loss", "off", "on"),

    /** Acknowledged commits survive a power loss, as far as the disk keeps its promises. */
    POWER_LOSS("acknowledged commits survive a power loss", "on", "on"),

    /** Nothing: fastest, and a lost commit after a crash is no finding. */
    NONE("nothing is claimed about commits after a crash", "off", "off");

    private final String claim;
    private final String fsync;
    private final String others;

    Durability(String claim, String fsync, String others) {
        this.claim = claim;
        this.fsync = fsync;
        this.others = others;
    }

    /** The sentence for a report. */
    public String claim() {
        return claim;
    }

    /** The settings by which the server keeps it. */
    public Map<String, String> settings() {
        return Map.of("fsync", fsync, "synchronous_commit", others, "full_page_writes", others);
    }

    /** Whether a server with {@code setting} off would break the claim. */
    public boolean needs(String setting) {
        return "on".equals(settings().get(setting));
    }
}
