package dev.gatehouse.client.fleet;

import java.time.Duration;
import java.util.Arrays;

/**
 * Keeps a socket below what a node takes: so many messages within any ten seconds. Not safe for use by several threads.
 */
final class Pace {

    /** A node counts ten seconds; what leaves here evenly may arrive unevenly. */
    static final Duration WINDOW = Duration.ofSeconds(11);

    private final long[] left;
    private int next;

    Pace(int messages) {
        left = new long[messages];
        Arrays.fill(left, Long.MIN_VALUE);
    }

    /** Nanoseconds until one more may leave; 0 for now. */
    long waitFor(long now) {
        long oldest = left[next];
        return oldest == Long.MIN_VALUE ? 0 : Math.max(0, oldest + WINDOW.toNanos() - now);
    }

    /** One leaves now, whether it may or not. */
    void leaves(long now) {
        left[next] = now;
        next = (next + 1) % left.length;
    }
}
