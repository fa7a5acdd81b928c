package dev.gatehouse.model.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gatehouse.model.health.ReplicaAge;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/routes/traffic}: what the routes of the node that is asked took in the last ten seconds. */
public final class RouteTrafficExchange {

    public static final String PATH = RoutesExchange.PATH + "/traffic";
    /** How far back the figures go. */
    public static final int SECONDS = 10;

    private RouteTrafficExchange() {}

    /**
     * @param items   the routes that took anything, and those with a breaker that is not closed, by id
     * @param replica how current the table is by which the node routes; absent where an earlier version answers
     */
    public record Response(List<RouteTraffic> items, @Nullable ReplicaAge replica) {

        public Response {
            items = List.copyOf(items);
        }

        /** Figures alone. */
        public Response(List<RouteTraffic> items) {
            this(items, null);
        }
    }

    /**
     * The traffic of one route at one node in the last {@link #SECONDS} seconds.
     *
     * @param perSecond  requests a second, those that were refused among them
     * @param errorShare the share answered with 500 or more, from 0 to 1
     * @param p50Millis  half of the requests took at most so long; 0 where there were none
     * @param p99Millis  99 % of the requests took at most so long; 0 where there were none
     * @param limited    requests that a limit refused
     * @param breakers   one for each upstream of a route with that policy, in the route's order
     */
    public record RouteTraffic(String routeId, double perSecond, double errorShare, double p50Millis, double p99Millis,
            long limited, List<Breaker> breakers) {

        public RouteTraffic {
            breakers = List.copyOf(breakers);
        }
    }

    /** How a node thinks of an upstream. */
    public record Breaker(String upstream, BreakerState state) {}

    /** Whether an upstream is asked. */
    public enum BreakerState {
        /** It is asked. */
        @JsonProperty("closed")
        CLOSED,
        /** It is not asked. */
        @JsonProperty("open")
        OPEN,
        /** One request tries whether it works again. */
        @JsonProperty("half-open")
        HALF_OPEN
    }
}
