package dev.gatehouse.ui.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** Tells the one who waits what is being done and how long it took. */
final class Progress {

    private final PrintWriter out;

    Progress(PrintWriter out) {
        this.out = out;
    }

    /** One line. */
    void say(String line) {
        synchronized (out) {
            out.println("demo: " + line);
            out.flush();
        }
    }

    /** One line about what is done, with the time since {@code start}, a {@link System#nanoTime()}. */
    void since(long start, String done) {
        say(String.format(Locale.ROOT, "%s (%.1f s)", done, (System.nanoTime() - start) / 1e9));
    }
}
