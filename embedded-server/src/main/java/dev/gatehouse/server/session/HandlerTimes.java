package dev.gatehouse.server.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long messages take to handle: a histogram with four buckets to each power of two of microseconds, so that a
 * percentile is at most a quarter too high. Safe for use by several threads.
 */
final class HandlerTimes {

    /** Up to 2^40 microseconds. */
    private static final int BUCKETS = 4 * 40;
    private static final int SECONDS = 10;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final Deque<long[]> earlier = new ArrayDeque<>();

    void add(long nanos) {
        counts.incrementAndGet(bucket(Math.max(0, nanos / 1000)));
    }

    /** The 99th percentile since ten calls ago, in microseconds; to be called once a second. */
    synchronized long p99Micros() {
        long[] now = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            now[i] = counts.get(i);
        }
        long[] before = earlier.isEmpty() ? new long[BUCKETS] : earlier.getFirst();
        earlier.addLast(now);
        if (earlier.size() > SECONDS) {
            earlier.removeFirst();
        }
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += now[i] - before[i];
        }
        long wanted = total - total / 100;
        long passed = 0;
        for (int i = 0; i < BUCKETS && total > 0; i++) {
            passed += now[i] - before[i];
            if (passed >= wanted) {
                return highest(i);
            }
        }
        return 0;
    }

    static int bucket(long micros) {
        if (micros < 4) {
            return (int) micros;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(micros);
        return Math.min(BUCKETS - 1, 4 * (exponent - 1) + (int) ((micros >> (exponent - 2)) & 3));
    }

    /** The longest time that falls into a bucket. */
    static long highest(int bucket) {
        return bucket < 4 ? bucket : ((5L + bucket % 4) << (bucket / 4 - 1)) - 1;
    }
}
