package dev.gatehouse.server.gateway;

import dev.gatehouse.model.api.RouteTrafficExchange;
import dev.gatehouse.model.api.RouteTrafficExchange.BreakerState;
import dev.gatehouse.model.api.RouteTrafficExchange.RouteTraffic;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What every route took lately, and what is remembered of each between requests. Safe for use by several threads. */
public final class TrafficFigures {

    private final Map<String, RouteFigures> figures = new ConcurrentHashMap<>();
    private final Map<String, RouteState> states = new ConcurrentHashMap<>();
    private final Observer observer;

    /** Is told of every request that a route took. */
    @FunctionalInterface
    public interface Observer {

        /** Runs on the request's thread, so it must not wait. */
        void ended(String routeId, int status, long nanos);
    }

    public TrafficFigures(Observer observer) {
        this.observer = observer;
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

    /** Forgets the routes that are no more. */
    public void keepOnly(List<Route> routes) {
        Set<String> ids = routes.stream().map(Route::id).collect(Collectors.toSet());
        figures.keySet().retainAll(ids);
        states.keySet().retainAll(ids);
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
        return new RouteTrafficExchange.Response(List.copyOf(rows.values()));
    }

    /** {@code GET /api/v1/routes/traffic}. */
    public Endpoint endpoint() {
        return Endpoint.reads(Access.VIEWER, RouteTrafficExchange.PATH,
                "What the routes of this node took in the last ten seconds", RouteTrafficExchange.Response.class,
                _ -> lately());
    }
}
