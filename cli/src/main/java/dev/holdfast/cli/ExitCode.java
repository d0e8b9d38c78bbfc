package dev.holdfast.cli;

/** What a command's exit code means. */
final class ExitCode {
    static final int ALL_HOLD = 0;
    static final int VIOLATED = 1;
    static final int BAD_OPTIONS = 2;
    static final int UNKNOWN = 3;

    private ExitCode() {}
}
