package dev.gatehouse.server.route;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the tree of routes.
 *
 * @param fixed what follows after a fixed segment, by its {@link Octets}
 * @param param what follows after a segment that may be anything
 * @param here  the routes whose path ends here, oldest first
 * @param rest  the routes that take whatever follows, oldest first
 */
record RouteNode(SegmentTrie<RouteNode> fixed, @Nullable RouteNode param, List<Route> here, List<Route> rest) {

    /** A place where nothing is. */
    static final RouteNode EMPTY = new RouteNode(SegmentTrie.empty(), null, List.of(), List.of());

    private static final Comparator<Route> BY_AGE = Comparator.comparing(Route::id);

    boolean isEmpty() {
        return fixed.isEmpty() && param == null && here.isEmpty() && rest.isEmpty();
    }

    /** This place with a route whose segments from {@code at} on lead on from here. */
    RouteNode with(List<RoutePattern.Segment> segments, int at, Route route) {
        if (at == segments.size()) {
            return new RouteNode(fixed, param, added(here, route), rest);
        }
        return switch (segments.get(at)) {
            case RoutePattern.Segment.Fixed(String text) -> {
                RouteNode child = fixed.get(text);
                yield new RouteNode(fixed.with(text, (child == null ? EMPTY : child).with(segments, at + 1, route)),
                        param, here, rest);
            }
            case RoutePattern.Segment.Param _ -> new RouteNode(fixed,
                    (param == null ? EMPTY : param).with(segments, at + 1, route), here, rest);
            case RoutePattern.Segment.Rest _ -> new RouteNode(fixed, param, here, added(rest, route));
        };
    }

    /** This place without the route of that id; the segments are those that it was added with. */
    RouteNode without(List<RoutePattern.Segment> segments, int at, String id) {
        if (at == segments.size()) {
            return new RouteNode(fixed, param, removed(here, id), rest);
        }
        return switch (segments.get(at)) {
            case RoutePattern.Segment.Fixed(String text) -> {
                RouteNode child = fixed.get(text);
                if (child == null) {
                    yield this;
                }
                RouteNode left = child.without(segments, at + 1, id);
                yield new RouteNode(left.isEmpty() ? fixed.without(text) : fixed.with(text, left), param, here, rest);
            }
            case RoutePattern.Segment.Param _ -> {
                if (param == null) {
                    yield this;
                }
                RouteNode left = param.without(segments, at + 1, id);
                yield new RouteNode(fixed, left.isEmpty() ? null : left, here, rest);
            }
            case RoutePattern.Segment.Rest _ -> new RouteNode(fixed, param, here, removed(rest, id));
        };
    }

    private static List<Route> added(List<Route> routes, Route route) {
        int place = Collections.binarySearch(routes, route, BY_AGE);
        List<Route> more = new ArrayList<>(routes);
        if (place >= 0) {
            more.set(place, route);
        } else {
            more.add(-place - 1, route);
        }
        return List.copyOf(more);
    }

    private static List<Route> removed(List<Route> routes, String id) {
        return routes.stream().filter(route -> !route.id().equals(id)).toList();
    }

    /**
     * The route that takes a path from here on. Allocates nothing; no place of the tree is looked at twice.
     *
     * @param path a sound one
     * @param from where its next segment begins
     * @param end  where the path ends
     */
    @Nullable
    Route take(String method, String path, int from, int end) {
        if (from >= end) {
            return of(here, method);
        }
        int slash = path.indexOf('/', from, end);
        int stop = slash < 0 ? end : slash;
        RouteNode child = fixed.find(Reading.PATH, path, from, stop);
        Route found = child == null ? null : child.take(method, path, stop + 1, end);
        if (found == null && param != null) {
            found = param.take(method, path, stop + 1, end);
        }
        return found == null ? of(rest, method) : found;
    }

    private static @Nullable Route of(List<Route> routes, String method) {
        Route any = null;
        for (int at = 0; at < routes.size(); at++) {
            Route route = routes.get(at);
            if (route.spec().method().equals(method)) {
                return route;
            }
            if (any == null && route.spec().method().equals(RouteSpec.ANY)) {
                any = route;
            }
        }
        return any;
    }
}
