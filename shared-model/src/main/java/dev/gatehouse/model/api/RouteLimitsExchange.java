package dev.gatehouse.model.api;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import java.time.Instant;
import java.util.List;

/**
 * {@code /api/v1/routes/{id}/limits}: how much of a route's limits is used now. {@code DELETE}, with {@code reason} as a
 * query parameter where one is given, begins all of them anew; with {@code key}, those of one caller.
 */
public final class RouteLimitsExchange {

    /** How many counters are told at most. */
    public static final int MOST = 100;

    private RouteLimitsExchange() {}

    /** The path of a route's limits. */
    public static String path(String id) {
        return RoutesExchange.path(id) + "/limits";
    }

    /**
     * @param items  of all callers the counters that are used most, in shares of their limit
     * @param shared whether they count all nodes; false where live state is in memory, or Redis is away and each node
     *               counts for itself
     */
    public record Response(List<Used> items, boolean shared) {

        public Response {
            items = List.copyOf(items);
        }
    }

    /**
     * One counter.
     *
     * @param limit   as the route has it
     * @param key     whose requests these are: {@code ip:<address>}, {@code user:<id>} or {@code route}
     * @param used    permits used in the period
     * @param left    permits that are left
     * @param resetAt when there are more; that time is over where all are left
     */
    public record Used(RateLimit limit, String key, long used, long left, Instant resetAt) {}

    /**
     * They begin anew.
     *
     * @param counters how many there were
     */
    public record Reset(long counters, Receipt receipt) {}
}
