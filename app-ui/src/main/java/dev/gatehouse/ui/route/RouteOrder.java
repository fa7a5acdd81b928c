package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import java.util.Comparator;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * The order in which Gatehouse would try routes, were they tried one by one (docs/ROUTES.md): the first one that fits takes
 * the request. Gateways that rank their routes by a number are given the place in it.
 */
final class RouteOrder {

    private static final Comparator<Route> ORDER = Comparator.comparing(Route::spec,
            Comparator.comparing(RouteSpec::host, RouteOrder::hosts)
                    .thenComparing(spec -> RoutePaths.parts(spec.path()), RouteOrder::paths)
                    .thenComparing(spec -> spec.method().equals(RouteSpec.ANY)))
            .thenComparing(Route::id);

    private RouteOrder() {}

    /** The one that is tried first comes first. */
    static List<Route> of(List<Route> routes) {
        return routes.stream().sorted(ORDER).toList();
    }

    /** Tells each route with its rank, from 1: the higher, the earlier it is tried. */
    static void rank(List<Route> routes, ObjIntConsumer<Route> ranked) {
        List<Route> all = of(routes);
        for (int at = 0; at < all.size(); at++) {
            ranked.accept(all.get(at), all.size() - at);
        }
    }

    private static int hosts(String one, String other) {
        int open = Integer.compare(hostKind(one), hostKind(other));
        return open != 0 ? open : Integer.compare(other.length(), one.length());
    }

    private static int hostKind(String host) {
        return host.equals(RouteSpec.ANY) ? 2 : host.startsWith(RouteSpec.ANY) ? 1 : 0;
    }

    /** Two that no path fits are in any order that goes together with the others. */
    private static int paths(List<String> one, List<String> other) {
        for (int at = 0; at < Math.min(one.size(), other.size()); at++) {
            int kind = segmentKind(one.get(at));
            int order = Integer.compare(kind, segmentKind(other.get(at)));
            if (order == 0 && kind == 0) {
                order = one.get(at).compareTo(other.get(at));
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    private static int segmentKind(String segment) {
        return segment.startsWith("*") ? 2 : segment.startsWith(":") ? 1 : 0;
    }
}
