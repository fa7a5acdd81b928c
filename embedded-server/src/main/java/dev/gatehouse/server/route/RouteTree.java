package dev.gatehouse.server.route;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route that takes a request, in a tree whose edges are path segments: its cost grows with the length of the
 * path, not with the number of routes. The most specific route wins: an exact host before {@code *.example.com} before
 * any, then from left to right a fixed segment before {@code :name} before {@code *name}, then a named method before
 * any. Of two routes that are alike in all of it the older one wins.
 *
 * <p>Immutable; a change of the table makes a new tree.
 */
public final class RouteTree {

    private final Map<String, Node> byHost = new HashMap<>();

    /** What took a request. */
    public record Match(Route route, Map<String, String> params) {}

    private static final class Node {
        private final Map<String, Node> fixed = new HashMap<>();
        private final Map<String, Route> byMethod = new HashMap<>();
        private final Map<String, Route> restByMethod = new HashMap<>();
        private @Nullable Node param;
    }

    /** @param routes oldest first; those that are not enabled are left out */
    public RouteTree(List<Route> routes) {
        for (Route route : routes) {
            if (route.spec().enabled()) {
                add(route);
            }
        }
    }

    private void add(Route route) {
        Node node = byHost.computeIfAbsent(route.spec().host(), host -> new Node());
        for (RoutePattern.Segment segment : RoutePattern.of(route.spec().path()).segments()) {
            switch (segment) {
                case RoutePattern.Segment.Fixed(String text) -> node = node.fixed.computeIfAbsent(text,
                        key -> new Node());
                case RoutePattern.Segment.Param _ -> {
                    if (node.param == null) {
                        node.param = new Node();
                    }
                    node = node.param;
                }
                case RoutePattern.Segment.Rest _ -> {
                    node.restByMethod.putIfAbsent(route.spec().method(), route);
                    return;
                }
            }
        }
        node.byMethod.putIfAbsent(route.spec().method(), route);
    }

    /**
     * Finds the route for a request.
     *
     * @param method in upper case
     * @param host   without a port; empty where the request names none
     * @param path   begins with a slash; without a query
     */
    public @Nullable Match match(String method, String host, String path) {
        List<String> segments = RoutePattern.split(path);
        String name = host.toLowerCase(Locale.ROOT);
        Route found = inHost(name, segments, method);
        for (int dot = name.indexOf('.'); found == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
            found = inHost("*" + name.substring(dot), segments, method);
        }
        if (found == null) {
            found = inHost(RouteSpec.ANY, segments, method);
        }
        return found == null ? null : new Match(found, params(found, segments));
    }

    private @Nullable Route inHost(String host, List<String> segments, String method) {
        Node root = byHost.get(host);
        return root == null ? null : find(root, segments, 0, method);
    }

    private static @Nullable Route find(Node node, List<String> segments, int at, String method) {
        if (at == segments.size()) {
            return of(node.byMethod, method);
        }
        String segment = segments.get(at);
        Node fixed = node.fixed.get(segment);
        Route found = fixed == null ? null : find(fixed, segments, at + 1, method);
        if (found == null && node.param != null && !segment.isEmpty()) {
            found = find(node.param, segments, at + 1, method);
        }
        return found == null ? of(node.restByMethod, method) : found;
    }

    private static @Nullable Route of(Map<String, Route> byMethod, String method) {
        Route exact = byMethod.get(method);
        return exact == null ? byMethod.get(RouteSpec.ANY) : exact;
    }

    private static Map<String, String> params(Route route, List<String> segments) {
        Map<String, String> params = new LinkedHashMap<>();
        List<RoutePattern.Segment> pattern = new ArrayList<>(RoutePattern.of(route.spec().path()).segments());
        for (int at = 0; at < pattern.size(); at++) {
            switch (pattern.get(at)) {
                case RoutePattern.Segment.Fixed _ -> {
                    continue;
                }
                case RoutePattern.Segment.Param(String name) -> params.put(name, segments.get(at));
                case RoutePattern.Segment.Rest(String name) -> params.put(name.isEmpty() ? RouteSpec.ANY : name,
                        String.join("/", segments.subList(at, segments.size())));
            }
        }
        return params;
    }
}
