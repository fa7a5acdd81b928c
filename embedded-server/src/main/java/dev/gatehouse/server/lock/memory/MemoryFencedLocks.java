package dev.gatehouse.server.lock.memory;

import dev.gatehouse.server.lock.FencedLocks;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Locks of a node that is alone. A token is the time at least, so that it grows over restarts too. */
public final class MemoryFencedLocks implements FencedLocks {

    private final Clock clock;
    private final Map<String, Held> held = new HashMap<>();
    private long newest;

    public MemoryFencedLocks(Clock clock) {
        this.clock = clock;
    }

    private final class Held implements Lease {

        private final String name;
        private final long token;
        private final long nanos;
        private long untilNanos;

        private Held(String name, long token, Duration time) {
            this.name = name;
            this.token = token;
            this.nanos = time.toNanos();
            this.untilNanos = System.nanoTime() + nanos;
        }

        private boolean isOver() {
            return System.nanoTime() - untilNanos >= 0;
        }

        @Override
        public long token() {
            return token;
        }

        @Override
        public boolean renew() {
            synchronized (held) {
                boolean mine = equals(held.get(name)) && !isOver();
                if (mine) {
                    untilNanos = System.nanoTime() + nanos;
                }
                return mine;
            }
        }

        @Override
        public void release() {
            synchronized (held) {
                held.remove(name, this);
            }
        }
    }

    @Override
    public @Nullable Lease take(String name, Duration time) {
        synchronized (held) {
            Held holder = held.get(name);
            if (holder != null && !holder.isOver()) {
                return null;
            }
            newest = Math.max(newest + 1, clock.millis());
            Held mine = new Held(name, newest, time);
            held.put(name, mine);
            return mine;
        }
    }
}
