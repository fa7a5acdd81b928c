package dev.gatehouse.server.limit.memory;

import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.server.limit.LimitStore.Tally;
import java.time.Duration;

/**
 * One counter at one time. Windows: the number of the window, its count, and that of the window before. Buckets: when it was
 * looked at in milliseconds, and the tokens in it.
 */
record Counter(long at, double count, double before) {

    /** A counter that has not counted anything. */
    static Counter empty(RateLimit limit, long now) {
        return switch (limit.kind()) {
            case FIXED_WINDOW, SLIDING_WINDOW -> new Counter(now / limit.periodMillis(), 0, 0);
            case TOKEN_BUCKET -> new Counter(now, (double) limit.permits(), 0);
        };
    }

    /** The same counter now. A clock that was set back by more than a period begins it anew. */
    Counter at(RateLimit limit, long now) {
        long period = limit.periodMillis();
        return switch (limit.kind()) {
            case FIXED_WINDOW, SLIDING_WINDOW -> {
                long window = now / period;
                if (at > window + 1) {
                    yield empty(limit, now);
                }
                yield at >= window ? this : new Counter(window, 0, at == window - 1 ? count : 0);
            }
            case TOKEN_BUCKET -> at > now + period
                    ? empty(limit, now)
                    : new Counter(Math.max(at, now),
                            Math.min((double) limit.permits(),
                                    count + (double) Math.max(0, now - at) * limit.permits() / period),
                            0);
        };
    }

    Counter taken(RateLimit limit) {
        return switch (limit.kind()) {
            case FIXED_WINDOW, SLIDING_WINDOW -> new Counter(at, count + 1, before);
            case TOKEN_BUCKET -> new Counter(at, count - 1, 0);
        };
    }

    /** Permits used, of a counter of now. */
    private double used(RateLimit limit, long now) {
        return switch (limit.kind()) {
            case FIXED_WINDOW -> count;
            case SLIDING_WINDOW -> before * (limit.periodMillis() - elapsed(limit, now)) / limit.periodMillis() + count;
            case TOKEN_BUCKET -> limit.permits() - count;
        };
    }

    private long elapsed(RateLimit limit, long now) {
        return Math.max(0, now - at * limit.periodMillis());
    }

    boolean isOpen(RateLimit limit, long now) {
        return used(limit, now) + 1 <= limit.permits();
    }

    Tally tally(RateLimit limit, long now, boolean open) {
        double used = used(limit, now);
        return new Tally(open, (long) Math.ceil(used), Math.max(0, (long) Math.floor(limit.permits() - used)),
                Duration.ofMillis(used <= 0 ? 0 : reset(limit, now)),
                Duration.ofMillis(isOpen(limit, now) ? 0 : Math.max(1, untilOpen(limit, now))));
    }

    private long reset(RateLimit limit, long now) {
        return switch (limit.kind()) {
            case FIXED_WINDOW, SLIDING_WINDOW -> limit.periodMillis() - elapsed(limit, now);
            case TOKEN_BUCKET -> untilNextToken(limit);
        };
    }

    private long untilOpen(RateLimit limit, long now) {
        long period = limit.periodMillis();
        long rest = period - elapsed(limit, now);
        return switch (limit.kind()) {
            case FIXED_WINDOW -> rest;
            case SLIDING_WINDOW -> count + 1 > limit.permits()
                    ? rest + (long) Math.ceil(period * (1 - (limit.permits() - 1) / count))
                    : (long) Math.ceil(period * (1 - (limit.permits() - 1 - count) / before)) - elapsed(limit, now);
            case TOKEN_BUCKET -> untilNextToken(limit);
        };
    }

    private long untilNextToken(RateLimit limit) {
        return (long) Math.ceil((1 - (count - Math.floor(count))) * limit.periodMillis() / limit.permits());
    }
}
