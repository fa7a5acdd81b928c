package dev.gatehouse.server.auth;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often a user was changed, in a memory that does not grow: users share counters, so that one may seem changed who
 * was not, and is looked up once more; never the other way round.
 */
final class ChangeCounts {

    private static final int COUNTERS = 1 << 14;

    private final AtomicLongArray counts = new AtomicLongArray(COUNTERS);

    void changed(String id) {
        counts.incrementAndGet(counter(id));
    }

    long of(String id) {
        return counts.get(counter(id));
    }

    private static int counter(String id) {
        int hash = id.hashCode();
        return (hash ^ (hash >>> 16)) & (COUNTERS - 1);
    }
}
