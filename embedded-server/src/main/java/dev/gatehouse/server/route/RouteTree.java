package dev.gatehouse.server.route;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route that takes a request, in a tree whose edges are path segments: its cost grows with the length of the
 * path, not with the number of routes. The most specific route wins: an exact host before {@code *.example.com} before
 * any, of two such the longer one, then from left to right a fixed segment before {@code :name} before {@code *name}, then
 * a named method before any. Of two routes that are alike in all of it the older one wins.
 *
 * <p>A path is compared by the {@link Octets} that it means, and {@code /a/} is {@code /a}; one with a {@link PathFault}
 * is taken by none. Where a branch leads nowhere the next one is tried; as every place of the tree is reached by one way
 * only, a match looks at each at most once per host that fits, whatever the path.
 *
 * <p>Immutable; a changed tree shares all but some places with the one before.
 */
public final class RouteTree {

    /** A tree without routes. */
    public static final RouteTree EMPTY = new RouteTree(SegmentTrie.empty(), SegmentTrie.empty(), RouteNode.EMPTY);

    private static final int MOST_HOST = 255;

    private final SegmentTrie<RouteNode> exact;
    /** By what stands after the star, such as {@code .example.com}. */
    private final SegmentTrie<RouteNode> below;
    private final RouteNode any;

    /** What took a request. */
    public static final class Match {

        private final Route route;
        private final String path;

        private Match(Route route, String path) {
            this.route = route;
            this.path = path;
        }

        public Route route() {
            return route;
        }

        /** What the route's {@code :name} and {@code *name} stand for, as it came: still encoded. */
        public Map<String, String> params() {
            Map<String, String> params = new LinkedHashMap<>();
            int end = end(path);
            int from = 1;
            for (RoutePattern.Segment segment : RoutePattern.of(route.spec().path()).segments()) {
                int slash = path.indexOf('/', from, end);
                int stop = slash < 0 ? end : slash;
                switch (segment) {
                    case RoutePattern.Segment.Fixed _ -> {
                        from = stop + 1;
                        continue;
                    }
                    case RoutePattern.Segment.Param(String name) -> params.put(name, path.substring(from, stop));
                    case RoutePattern.Segment.Rest(String name) -> params.put(name.isEmpty() ? RouteSpec.ANY : name,
                            path.substring(from, end));
                }
                from = stop + 1;
            }
            return params;
        }
    }

    private RouteTree(SegmentTrie<RouteNode> exact, SegmentTrie<RouteNode> below, RouteNode any) {
        this.exact = exact;
        this.below = below;
        this.any = any;
    }

    /** A tree of these routes; those that are not enabled are left out. */
    public static RouteTree of(List<Route> routes) {
        RouteTree tree = EMPTY;
        for (Route route : routes) {
            tree = tree.with(route);
        }
        return tree;
    }

    /** A tree that also has this route, where it is enabled. */
    public RouteTree with(Route route) {
        if (!route.spec().enabled()) {
            return this;
        }
        List<RoutePattern.Segment> segments = RoutePattern.of(route.spec().path()).segments();
        String host = route.spec().host();
        if (host.equals(RouteSpec.ANY)) {
            return new RouteTree(exact, below, any.with(segments, 0, route));
        }
        if (host.startsWith(RouteSpec.ANY)) {
            return new RouteTree(exact, grown(below, host.substring(1), segments, route), any);
        }
        return new RouteTree(grown(exact, host, segments, route), below, any);
    }

    private static SegmentTrie<RouteNode> grown(SegmentTrie<RouteNode> hosts, String host,
            List<RoutePattern.Segment> segments, Route route) {
        RouteNode root = hosts.get(host);
        return hosts.with(host, (root == null ? RouteNode.EMPTY : root).with(segments, 0, route));
    }

    /** A tree without this route, which is as it was when it was added. */
    public RouteTree without(Route route) {
        List<RoutePattern.Segment> segments = RoutePattern.of(route.spec().path()).segments();
        String host = route.spec().host();
        if (host.equals(RouteSpec.ANY)) {
            return new RouteTree(exact, below, any.without(segments, 0, route.id()));
        }
        if (host.startsWith(RouteSpec.ANY)) {
            return new RouteTree(exact, cut(below, host.substring(1), segments, route.id()), any);
        }
        return new RouteTree(cut(exact, host, segments, route.id()), below, any);
    }

    private static SegmentTrie<RouteNode> cut(SegmentTrie<RouteNode> hosts, String host,
            List<RoutePattern.Segment> segments, String id) {
        RouteNode root = hosts.get(host);
        if (root == null) {
            return hosts;
        }
        RouteNode left = root.without(segments, 0, id);
        return left.isEmpty() ? hosts.without(host) : hosts.with(host, left);
    }

    /**
     * Finds the route for a request. Allocates nothing but its result.
     *
     * @param method as it came; methods differ in upper and lower case
     * @param host   as it came, with or without a port; empty where the request names none
     * @param path   as it came, without a query
     * @return absent where no route takes it, the path has a {@link PathFault}, or the host is none
     */
    public @Nullable Match match(String method, String host, String path) {
        int hostEnd = hostEnd(host);
        if (hostEnd < 0 || PathFault.of(path) != null) {
            return null;
        }
        int end = end(path);
        Route found = in(exact.find(Reading.HOST, host, 0, hostEnd), method, path, end);
        if (!below.isEmpty()) {
            int dot = host.indexOf('.', 1);
            while (found == null && dot >= 0 && dot < hostEnd) {
                found = in(below.find(Reading.HOST, host, dot, hostEnd), method, path, end);
                dot = host.indexOf('.', dot + 1);
            }
        }
        if (found == null) {
            found = any.take(method, path, 1, end);
        }
        return found == null ? null : new Match(found, path);
    }

    private static @Nullable Route in(@Nullable RouteNode root, String method, String path, int end) {
        return root == null ? null : root.take(method, path, 1, end);
    }

    /** Where a path ends: a slash at the end does not count. */
    private static int end(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
    }

    /** Where the name ends, before the port and a dot at the end; less than 0 where it is none. */
    private static int hostEnd(String host) {
        if (host.length() > MOST_HOST) {
            return -1;
        }
        if (host.startsWith("[")) {
            int bracket = host.indexOf(']');
            boolean sound = bracket > 0 && (bracket == host.length() - 1 || host.charAt(bracket + 1) == ':');
            return sound ? bracket + 1 : -1;
        }
        int colon = host.indexOf(':');
        int end = colon < 0 ? host.length() : colon;
        return end > 1 && host.charAt(end - 1) == '.' ? end - 1 : end;
    }
}
