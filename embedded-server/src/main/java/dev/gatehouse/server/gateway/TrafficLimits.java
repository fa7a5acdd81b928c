package dev.gatehouse.server.gateway;

import dev.gatehouse.model.route.Route;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of routes that have {@link dev.gatehouse.model.route.RoutePolicies#limits limits}. Asked once for
 * each request that a route took and permits, before its cache and its upstreams.
 */
@FunctionalInterface
public interface TrafficLimits {

    /** Lets everything through. */
    TrafficLimits NONE = (_, _, _) -> Verdict.FREE;

    /**
     * Counts a request. Runs on a virtual thread of the request's own and may wait for a store; it must not throw, but
     * decide by itself what holds while the store is away.
     *
     * @param ip     the caller's address, without a port
     * @param userId absent where nobody is signed in
     */
    Verdict ask(Route route, String ip, @Nullable String userId);

    /**
     * Counts a request where that can be done without waiting.
     *
     * @return absent where it was not counted and {@link #ask} is to be asked
     */
    default @Nullable Verdict askAtOnce(Route route, String ip, @Nullable String userId) {
        return null;
    }

    /**
     * Whether a request may go on.
     *
     * @param allowed    whether it may; where not it is answered 429
     * @param standing   of the limit that is nearest to its end, for the headers {@code RateLimit-*}; absent where no
     *                   limit applied
     * @param retryAfter when trying again makes sense; zero where it is allowed
     */
    record Verdict(boolean allowed, @Nullable Standing standing, Duration retryAfter) {

        /** No limit applied. */
        public static final Verdict FREE = new Verdict(true, null, Duration.ZERO);

        /** It may go on. */
        public static Verdict allowed(Standing standing) {
            return new Verdict(true, standing, Duration.ZERO);
        }

        /** It may not. */
        public static Verdict refused(Standing standing, Duration retryAfter) {
            return new Verdict(false, standing, retryAfter);
        }
    }

    /**
     * How much of a limit is left.
     *
     * @param limit     the permits of a period
     * @param remaining those that are left now
     * @param reset     until there is more
     */
    record Standing(long limit, long remaining, Duration reset) {}
}
