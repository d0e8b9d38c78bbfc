package dev.holdfast.cli.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.PrintStream;

/** The last line of a terminal, rewritten in place, with lasting lines above it. Thread-safe. */
public final class LiveLine implements AutoCloseable {
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final Screen screen;

    @GuardedBy("this")
    private boolean shown;

    @GuardedBy("this")
    private boolean closed;

    /** Nothing is shown yet. */
    public LiveLine(PrintStream out, Screen screen) {
        this.out = out;
        this.screen = screen;
    }

    /** Rewrites the line; does nothing where lines can't be rewritten, or when closed. */
    public synchronized void show(String text) {
        if (closed || !screen.live()) {
            return;
        }
        out.print(CLEAR + cut(text));
        out.flush();
        shown = true;
    }

    private String cut(String text) {
        return text.length() < screen.columns() ? text : text.substring(0, screen.columns() - 2) + "…";
    }

    /** Prints a line that stays. */
    public synchronized void say(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    @GuardedBy("this")
    private void clear() {
        if (shown) {
            out.print(CLEAR);
            shown = false;
        }
    }

    /** Takes the line away; nothing is drawn afterwards. Calling it again does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        clear();
        out.flush();
    }
}
