package dev.gatehouse.server.limit;

import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Counters of limits. A change of a limit's permits goes on with its counter; another kind or period has another one. */
public interface LimitStore {

    /** How many counters of a route are remembered for {@link #busiest} and {@link #reset}: the latest. */
    int MOST_LISTED = 100_000;

    /**
     * Whose requests are counted.
     *
     * @param key {@code ip:<address>}, {@code user:<id>} or {@code route}
     */
    record Subject(String routeId, String key) {}

    /**
     * How a counter stands.
     *
     * @param open  whether it has a permit for another request; of one that was taken: whether it had
     * @param used  permits used, rounded up
     * @param left  permits left, rounded down
     * @param reset until there are more; zero where all are left
     * @param retryAfter until it has a permit for another request; zero where it has one
     */
    record Tally(boolean open, long used, long left, Duration reset, Duration retryAfter) {}

    /** A counter and how it stands. */
    record Usage(RateLimit limit, String key, Tally tally) {}

    /**
     * Takes one permit of each of these limits where all of them have one, else none.
     *
     * @param limits of one route and for one subject, no two alike but for their permits
     * @return one for each, in this order
     * @throws dev.gatehouse.server.call.LiveStateUnavailableException where nobody knows
     */
    List<Tally> take(Subject subject, List<RateLimit> limits);

    /**
     * The counters of a route that are used most, in shares of their limit.
     *
     * @param limits those that the route has now; counters of others are left out
     * @throws dev.gatehouse.server.call.LiveStateUnavailableException where nobody knows
     */
    List<Usage> busiest(String routeId, List<RateLimit> limits, int most);

    /**
     * Begins all counters of a route anew.
     *
     * @return how many there were
     * @throws dev.gatehouse.server.call.LiveStateUnavailableException where nobody knows
     */
    long reset(String routeId);

    /**
     * Begins what one subject has used of these limits anew.
     *
     * @return how many counters there were
     * @throws dev.gatehouse.server.call.LiveStateUnavailableException where nobody knows
     */
    long reset(Subject subject, List<RateLimit> limits);

    /** What tells the counters of one subject apart, such as {@code fixed-window.ip.1000}. */
    static String name(RateLimit limit) {
        return word(limit.kind()) + "." + word(limit.per()) + "." + limit.periodMillis();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Which of the keys a subject's requests are counted by; the user's address where nobody is signed in. */
    static boolean counts(LimitKey per, String key) {
        return switch (per) {
            case IP -> key.startsWith("ip:");
            case USER -> key.startsWith("user:") || key.startsWith("ip:");
            case ROUTE -> key.equals("route");
        };
    }
}
