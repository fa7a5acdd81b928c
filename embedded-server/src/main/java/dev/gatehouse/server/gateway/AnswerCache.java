package dev.gatehouse.server.gateway;

import dev.gatehouse.model.route.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers of routes that have a {@link dev.gatehouse.model.route.RoutePolicies#cache cache}. Asked once for each
 * request that a route took, permits and does not limit, before its upstreams.
 */
@FunctionalInterface
public interface AnswerCache {

    /** How much of a body is collected for {@link Flight#offer} at most; what is larger is not offered. */
    int MOST_BYTES = 1 << 20;

    /** Keeps nothing. */
    AnswerCache NONE = (_, _) -> Found.NOTHING;

    /**
     * Looks for an answer. Runs on a virtual thread of the request's own and may wait: for a store, or for another
     * request to the same that is under way (single flight), but no longer than the route's timeout. It must not throw;
     * where a store is away it finds nothing.
     */
    Found lookUp(Route route, Asked asked);

    /** The longest that anything is kept. */
    Duration DAY = Duration.ofDays(1);

    /**
     * A request has changed what is at an address: nothing that it answered before is given any more. It must not throw.
     *
     * @param lifetime how long an answer of before it may be kept, a day at most
     */
    default void wrote(Asked asked, Duration lifetime) {
        // Nothing is kept.
    }

    /**
     * How long ago {@link #wrote} was told of an address on any node, in doubt less; absent where that is longer ago than it
     * was told to be of interest, or nobody knows. It may wait for a store; it must not throw.
     */
    default @Nullable Duration sinceWrite(Asked asked) {
        return null;
    }

    /**
     * What a look-up came to.
     *
     * @param hit    is given to the caller, with the headers {@code Age} and {@code X-Gatehouse-Cache: hit}; absent where
     *               an upstream has to be asked
     * @param age    how old the hit is
     * @param flight waits for the upstream's answer; absent where it does not want it
     */
    record Found(@Nullable TrafficAnswer hit, Duration age, @Nullable Flight flight) {

        /** Nothing is kept, and nothing is to be kept. */
        public static final Found NOTHING = new Found(null, Duration.ZERO, null);

        /** There is an answer. */
        public static Found hit(TrafficAnswer answer, Duration age) {
            return new Found(answer, age, null);
        }

        /** An upstream has to be asked, and {@code flight} wants to know. */
        public static Found miss(Flight flight) {
            return new Found(null, Duration.ZERO, flight);
        }
    }

    /**
     * One request that is on its way to an upstream for all who want the same. Methods are called in this order, perhaps by
     * different threads.
     */
    interface Flight extends AutoCloseable {

        /**
         * An upstream begins to answer.
         *
         * @param headers as in {@link TrafficAnswer#headers}
         * @return whether the whole answer is wanted; where it is not, others need not wait any more
         */
        boolean wants(int status, Map<String, List<String>> headers);

        /** The whole answer that was wanted; called once at most, not where it broke off or was too large. */
        void offer(TrafficAnswer answer);

        /** The answer that was wanted turned out too large: others need not wait any more. */
        void release();

        /** It is over, always called, once: where nothing was known by then, one of those who wait asks for the others. */
        @Override
        void close();
    }
}
