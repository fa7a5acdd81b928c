package dev.gatehouse.model.route;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a route treats its requests on the way to its upstreams. What is absent is not done, but for the timeout: that is
 * {@link #DEFAULT_TIMEOUT_MILLIS}.
 *
 * @param timeoutMillis how long an upstream may take until its answer begins, each time it is asked
 * @param retry         asks again where an upstream fails, for methods that may be repeated (RFC 9110 section 9.2.2)
 * @param breaker       stops asking an upstream that fails
 * @param bulkhead      how many requests may be under way at once, on each node
 * @param limits        all of them must let a request through
 * @param cache         keeps answers
 * @param fallback      what is answered where no upstream does
 */
public record RoutePolicies(
        @Nullable Long timeoutMillis,
        @Nullable Retry retry,
        @Nullable Breaker breaker,
        @Nullable Bulkhead bulkhead,
        List<RateLimit> limits,
        @Nullable Cache cache,
        @Nullable Fallback fallback) {

    /** How long an upstream may take where a route does not say. */
    public static final long DEFAULT_TIMEOUT_MILLIS = 1000;
    /** The longest time that a route may give an upstream. */
    public static final long MOST_TIMEOUT_MILLIS = 300_000;
    /** How many limits a route may have. */
    public static final int MOST_LIMITS = 8;
    /** Nothing but the timeout. */
    public static final RoutePolicies NONE = new RoutePolicies(null, null, null, null, List.of(), null, null);

    @SuppressWarnings("ConstantValue") // Jackson leaves a component null where the JSON lacks it
    public RoutePolicies {
        limits = limits == null ? List.of() : List.copyOf(limits);
    }

    /** How long an upstream may take, in milliseconds, whether the route says so or not. */
    public long timeoutOrDefaultMillis() {
        return timeoutMillis == null ? DEFAULT_TIMEOUT_MILLIS : timeoutMillis;
    }

    /**
     * Asks again.
     *
     * @param attempts      how often in all, from 2 to 10
     * @param backoffMillis the pause before the second attempt; each further pause is twice as long
     */
    public record Retry(int attempts, long backoffMillis) {

        /** The fewest attempts, the first among them. */
        public static final int LEAST_ATTEMPTS = 2;
        /** The most attempts, the first among them. */
        public static final int MOST_ATTEMPTS = 10;
        /** The longest first pause. */
        public static final long MOST_BACKOFF_MILLIS = 60_000;
        /** The longest that all pauses may take together. */
        public static final long MOST_PAUSES_MILLIS = 300_000;
    }

    /**
     * Stops asking an upstream for a while.
     *
     * @param volume         how many of the last answers are looked at
     * @param failurePercent the share of failures at which it opens, from 1 to 100
     * @param openMillis     how long it stays open until one request tries again
     */
    public record Breaker(int volume, int failurePercent, long openMillis) {

        /** How many answers may be looked at. */
        public static final int MOST_VOLUME = 1000;
        /** The shortest that it stays open. */
        public static final long LEAST_OPEN_MILLIS = 100;
        /** The longest that it stays open. */
        public static final long MOST_OPEN_MILLIS = 3_600_000;
    }

    /** @param concurrent how many at once; whoever comes beyond that is answered 503 */
    public record Bulkhead(int concurrent) {

        /** How many may be let in at once. */
        public static final int MOST_CONCURRENT = 10_000;
    }

    /**
     * So many requests in so much time, counted over all nodes.
     *
     * @param kind         how it counts
     * @param per          whose requests are counted together
     * @param permits      how many in a period; for {@link LimitKind#TOKEN_BUCKET} also how many at once
     * @param periodMillis how long a period is
     */
    public record RateLimit(LimitKind kind, LimitKey per, long permits, long periodMillis) {

        /** How many a period may let through. */
        public static final long MOST_PERMITS = 1_000_000;
        /** The shortest period. */
        public static final long LEAST_PERIOD_MILLIS = 100;
        /** The longest period. */
        public static final long MOST_PERIOD_MILLIS = 86_400_000;

        public RateLimit {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(per, "per");
        }
    }

    /** How a limit counts. */
    public enum LimitKind {
        /** Periods follow one another; each begins with none counted. */
        @JsonProperty("fixed-window")
        FIXED_WINDOW,
        /** The last period up to now, as the weighted sum of two windows. */
        @JsonProperty("sliding-window")
        SLIDING_WINDOW,
        /** Permits come back evenly, and those not used are kept up to a period's. */
        @JsonProperty("token-bucket")
        TOKEN_BUCKET
    }

    /** Whose requests are counted together. */
    public enum LimitKey {
        /** Those from one address. */
        @JsonProperty("ip")
        IP,
        /** Those of one user; of one address where nobody is signed in. */
        @JsonProperty("user")
        USER,
        /** All of the route. */
        @JsonProperty("route")
        ROUTE
    }

    /**
     * Keeps answers that may be kept (RFC 9111), for all callers of a route alike.
     *
     * @param ttlMillis     how long at most
     * @param invalidatedBy a change of any of these empties the route's answers
     */
    public record Cache(long ttlMillis, Set<ChangeKind> invalidatedBy) {

        /** The shortest that answers are kept. */
        public static final long LEAST_TTL_MILLIS = 100;
        /** The longest that answers are kept. */
        public static final long MOST_TTL_MILLIS = 86_400_000;

        @SuppressWarnings("ConstantValue") // Jackson leaves a component null where the JSON lacks it
        public Cache {
            invalidatedBy = invalidatedBy == null ? Set.of() : Set.copyOf(invalidatedBy);
        }
    }

    /** What changes. */
    public enum ChangeKind {
        @JsonProperty("user")
        USER,
        @JsonProperty("route")
        ROUTE
    }

    /**
     * What is answered where no upstream does, marked by {@code X-Gatehouse-Fallback}: the last good answer to the same
     * request where that is wanted and there is one, else the given one.
     *
     * @param lastGood whether the last good answer is kept for this
     * @param answer   absent where only the last good one will do
     */
    public record Fallback(boolean lastGood, @Nullable StaticAnswer answer) {}
}
