package dev.gatehouse.server.gateway;

import dev.gatehouse.model.api.RouteTrafficExchange;
import dev.gatehouse.model.api.RouteTrafficExchange.BreakerState;
import dev.gatehouse.model.api.RouteTrafficExchange.RouteTraffic;
import dev.gatehouse.model.health.ReplicaAge;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What every route took lately, and what is remembered of each between requests. Safe for use by several threads. */
public final class TrafficFigures {

    private final Map<String, RouteFigures> figures = new ConcurrentHashMap<>();
    private final Map<String, RouteState> states = new ConcurrentHashMap<>();
    private final LastGood lastGood = new LastGood();
    private final Observer observer;
    private final Supplier<ReplicaAge> replica;

    /** Is told of every request that a route took. */
    @FunctionalInterface
    public interface Observer {

        /** Runs on the request's thread, so it must not wait. */
        void ended(String routeId, int status, long nanos);
    }

    /** @param replica how current the table of routes is */
    public TrafficFigures(Observer observer, Supplier<ReplicaAge> replica) {
        this.observer = observer;
        this.replica = replica;
    }

    private static long second() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    }

    void ended(Route route, int status, boolean limited, long nanos) {
        figures.computeIfAbsent(route.id(), _ -> new RouteFigures()).ended(second(), status, limited, nanos);
        observer.ended(route.id(), status, nanos);
    }

    /** What is remembered of a route; begun anew where its upstreams or policies have changed. */
    RouteState stateOf(Route route) {
        RouteState known = states.get(route.id());
        return known != null && known.fits(route)
                ? known
                : states.compute(route.id(), (_, old) -> old != null && old.fits(route) ? old : new RouteState(route));
    }

    LastGood lastGood() {
        return lastGood;
    }

    /** Forgets the figures and the breakers of a route; what else is remembered of it goes with {@link #keepOnly}. */
    public void forget(String routeId) {
        figures.remove(routeId);
        states.remove(routeId);
    }

    /**
     * Forgets the routes that are not known any more. A request of theirs that is under way keeps what it has, and its end
     * is remembered until this is called again.
     *
     * @param known by id
     */
    public void keepOnly(Predicate<String> known) {
        figures.keySet().removeIf(id -> !known.test(id));
        states.keySet().removeIf(id -> !known.test(id));
        lastGood.keepOnly(known);
    }

    RouteTrafficExchange.Response lately() {
        long second = second();
        Map<String, RouteTraffic> rows = new TreeMap<>();
        figures.forEach((id, route) -> {
            RouteState state = states.get(id);
            RouteTraffic row = route.over(id, second, state == null ? List.of() : state.breakers());
            if (row.perSecond() > 0
                    || row.breakers().stream().anyMatch(breaker -> breaker.state() != BreakerState.CLOSED)) {
                rows.put(id, row);
            }
        });
        return new RouteTrafficExchange.Response(List.copyOf(rows.values()), replica.get());
    }

    /** {@code GET /api/v1/routes/traffic}. */
    public Endpoint endpoint() {
        return Endpoint.reads(Access.VIEWER, RouteTrafficExchange.PATH,
                "What the routes of this node took in the last ten seconds", RouteTrafficExchange.Response.class,
                _ -> lately());
    }
}
