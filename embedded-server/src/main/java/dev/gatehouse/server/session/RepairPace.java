package dev.gatehouse.server.session;

import java.time.Duration;

/**
 * When the index is to be compared with the store although nothing is known to be missing: every so often, and the more
 * seldom the longer it takes, for with a million sessions it takes seconds. For one thread.
 */
final class RepairPace {

    /** It rests for so many times as long as it took. */
    private static final long REST = 20;

    private final long everyNanos;
    private long beganNanos;
    private long tookNanos;
    private boolean compared;

    RepairPace(Duration every) {
        everyNanos = every.toNanos();
    }

    /** Whether it is time, by {@link System#nanoTime}. */
    boolean isDue(long nowNanos) {
        return !compared || nowNanos - beganNanos >= Math.max(everyNanos, REST * tookNanos);
    }

    /** All was compared; returns whether that was the first time. */
    boolean compared(long began, long ended) {
        boolean first = !compared;
        compared = true;
        beganNanos = began;
        tookNanos = ended - began;
        return first;
    }
}
