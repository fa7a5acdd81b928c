package dev.gatehouse.bench.frames;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import javafx.animation.AnimationTimer;

/**
 * What JavaFX's thread works from pulse to pulse: its processor time, so that waiting for a core of a busy machine does
 * not count, and all that it ran in between, not the layout alone.
 */
final class PulseWork extends AnimationTimer {

    private static final int MOST = 100_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long[] nanos = new long[MOST];
    private int pulses;
    private int updates;
    private long before = -1;
    private long first;
    private long last;

    @Override
    public void handle(long now) {
        long used = threads.getCurrentThreadCpuTime();
        if (before >= 0 && pulses < MOST) {
            nanos[pulses++] = used - before;
        } else {
            first = now;
        }
        before = used;
        last = now;
    }

    /** The table was given new rows. */
    void updated() {
        updates++;
    }

    /** One line of figures, times in milliseconds. */
    String told(long rows) {
        long[] sorted = Arrays.copyOf(nanos, pulses);
        Arrays.sort(sorted);
        double seconds = (last - first) / 1e9;
        return String.format(Locale.ENGLISH,
                "rows %,d  pulses %d (%.1f/s)  updates %.1f/s  work per pulse p50 %.2f ms  p90 %.2f ms  p99 %.2f ms  most %.2f ms",
                rows, pulses, pulses / seconds, updates / seconds, at(sorted, 0.5), at(sorted, 0.9),
                at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * part)] / 1e6;
    }
}
