package dev.gatehouse.server.session;

import java.util.Arrays;

/** Counts messages within the last ten seconds, to the second. Not safe for use by several threads. */
final class MessageRate {

    private static final int SECONDS = 10;

    private final int[] counts = new int[SECONDS];
    private long current = Long.MIN_VALUE;
    private int total;

    /** Counts a message at a time in milliseconds; returns how many there were. A clock that is set back begins anew. */
    int count(long millis) {
        advance(millis);
        counts[(int) (current % SECONDS)]++;
        return ++total;
    }

    /** How many there were until a time in milliseconds. */
    int current(long millis) {
        advance(millis);
        return total;
    }

    private void advance(long millis) {
        if (millis / 1000 < current - 1) {
            Arrays.fill(counts, 0);
            total = 0;
            current = millis / 1000;
        }
        long second = Math.max(millis / 1000, current);
        long passed = current == Long.MIN_VALUE ? SECONDS : Math.min(SECONDS, second - current);
        for (long i = 1; i <= passed; i++) {
            int slot = (int) Math.floorMod(second - passed + i, (long) SECONDS);
            total -= counts[slot];
            counts[slot] = 0;
        }
        current = second;
    }
}
