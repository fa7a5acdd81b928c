package dev.gatehouse.server.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets each caller do so many things a minute on this node, all at once or spread: the generic cell rate algorithm of
 * ITU-T I.371, which keeps one number per caller, the time at which the bucket would be empty again.
 */
final class RateLimiter {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final long MOST_CALLERS = 200_000;

    private final int limit;
    private final long intervalNanos;
    private final long originNanos = System.nanoTime();
    private final Cache<String, Long> emptyAtNanos = Caffeine.newBuilder().maximumSize(MOST_CALLERS)
            .expireAfterWrite(WINDOW).build();

    /**
     * What came of a call.
     *
     * @param limit     calls a minute
     * @param remaining calls that would be admitted now
     * @param reset     when all {@code limit} would be
     * @param retryAfter      when trying again makes sense; zero for a call that is admitted
     */
    record Taken(boolean admitted, int limit, long remaining, Duration reset, Duration retryAfter) {}

    /** @param limit calls a minute, at least 1 */
    RateLimiter(int limit) {
        this.limit = limit;
        this.intervalNanos = WINDOW.toNanos() / limit;
    }

    /** Counts a call, unless there were too many: then it does not count. */
    Taken take(String caller) {
        long now = System.nanoTime() - originNanos;
        AtomicReference<Taken> taken = new AtomicReference<>(new Taken(false, limit, 0, WINDOW, WINDOW));
        emptyAtNanos.asMap().compute(caller, (key, before) -> {
            long emptyAt = before == null ? now : Math.max(before, now);
            long excess = emptyAt + intervalNanos - now - WINDOW.toNanos();
            boolean admitted = excess <= 0;
            long next = admitted ? emptyAt + intervalNanos : emptyAt;
            taken.set(new Taken(admitted, limit, (WINDOW.toNanos() - (next - now)) / intervalNanos,
                    Duration.ofNanos(next - now), admitted ? Duration.ZERO : Duration.ofNanos(excess)));
            return next;
        });
        return taken.get();
    }
}
