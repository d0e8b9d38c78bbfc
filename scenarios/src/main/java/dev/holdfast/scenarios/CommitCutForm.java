package dev.holdfast.scenarios;

/** How a request is committed. */
public enum CommitCutForm {
    /** BEGIN, the work, COMMIT. */
    EXPLICIT("explicit", 1, "COMMIT"),
    /** One statement in auto-commit mode, which commits at its Sync. */
    AUTOCOMMIT("autocommit", 1, "the Sync of a statement in auto-commit mode"),
    /** PREPARE TRANSACTION and COMMIT PREPARED, each of which is a place to cut. */
    TWO_PHASE("2pc", 1, "PREPARE TRANSACTION or COMMIT PREPARED"),
    /** COPY in auto-commit mode, which commits at its CopyDone. */
    COPY("copy", 3, "the CopyDone of COPY in auto-commit mode"),
    /** Several statements before one Sync, which are one transaction. */
    PIPELINED("pipelined", 3, "the Sync of several pipelined statements");

    private final String text;
    private final int rows;
    private final String message;

    CommitCutForm(String text, int rows, String message) {
        this.text = text;
        this.rows = rows;
        this.message = message;
    }

    /** As in the scenario's id. */
    public String text() {
        return text;
    }

    /** How many rows a request leaves. */
    public int rows() {
        return rows;
    }

    /** The message that commits. */
    public String message() {
        return message;
    }

    /** Whether the client runs a transaction block, so that it can ask for the transaction's number. */
    public boolean inBlock() {
        return this == EXPLICIT || this == TWO_PHASE;
    }
}
