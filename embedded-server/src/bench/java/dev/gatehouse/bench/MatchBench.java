package dev.gatehouse.bench;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.server.route.RouteTree;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which route takes a request, beside a look at one route after the other, in tables of three sizes. */
final class MatchBench {

    private static final int[] SIZES = {10, 1000, 100_000};
    /** So many different requests, evenly over the table; a power of two. */
    private static final int REQUESTS = 1024;

    private record Scanned(String id, String method, List<String> parts) {}

    /** Does one match and tells whether it found the route that it should. */
    private interface Matcher {

        boolean finds(int request);
    }

    private MatchBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(3);
        int seconds = options.secondsOr(2);
        Table table = new Table("Which route takes a request", "match --rounds " + rounds + " --seconds " + seconds,
                "nanoseconds per match, " + rounds + " rounds", "tree", "linear scan", "median ratio");
        for (int size : SIZES) {
            List<Route> routes = routes(size);
            String[] paths = paths(size);
            RouteTree tree = RouteTree.of(routes);
            List<Scanned> scanned = routes.stream()
                    .map(route -> new Scanned(route.id(), route.spec().method(), parts(route.spec().path())))
                    .toList();
            table.compare(String.format(Locale.ROOT, "%,d routes", size),
                    Comparison.of("match of " + size, rounds, () -> measured(seconds, request -> {
                        RouteTree.Match match = tree.match("GET", "shop.example.com", paths[request]);
                        return match != null && match.route().id().equals(routes.get(expected(request, size)).id());
                    }), () -> measured(seconds,
                            request -> routes.get(expected(request, size)).id().equals(scan(scanned, paths[request])))),
                    0);
        }
        return table;
    }

    private static double[] measured(int seconds, Matcher matcher) throws WrongAnswerException {
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        long done = 0;
        long wrong = 0;
        long now = begin;
        while (now < end) {
            for (int each = 0; each < 64; each++) {
                if (!matcher.finds((int) (done++ & (REQUESTS - 1)))) {
                    wrong++;
                }
            }
            now = System.nanoTime();
        }
        if (wrong > 0) {
            throw new WrongAnswerException(wrong + " of " + done + " requests went the wrong way.");
        }
        return new double[]{(double) (now - begin) / done};
    }

    /** Resources with one parameter each, every tenth below a parameter. */
    private static List<Route> routes(int size) {
        List<Route> routes = new ArrayList<>(size);
        for (int at = 0; at < size; at++) {
            String path = at % 10 == 0 ? "/:tenant/resource-" + at + "/:id" : "/api/resource-" + at + "/:id";
            routes.add(new Route(String.format(Locale.ROOT, "01BENCHROUTEXX%012d", at),
                    new RouteSpec("GET", RouteSpec.ANY, path, RoutePermission.PUBLIC, Set.of(),
                            List.of("http://127.0.0.1:9"), null, true, null, RoutePolicies.NONE),
                    Instant.EPOCH, Instant.EPOCH, "bench", 1));
        }
        return routes;
    }

    private static int expected(int request, int size) {
        return (int) ((long) request * size / REQUESTS);
    }

    private static String[] paths(int size) {
        String[] paths = new String[REQUESTS];
        for (int request = 0; request < REQUESTS; request++) {
            int route = expected(request, size);
            paths[request] = (route % 10 == 0 ? "/acme" : "/api") + "/resource-" + route + "/4711";
        }
        return paths;
    }

    private static @Nullable String scan(List<Scanned> routes, String path) {
        List<String> parts = parts(path);
        for (Scanned route : routes) {
            if (route.method.equals("GET") && fits(route.parts, parts)) {
                return route.id;
            }
        }
        return null;
    }

    private static List<String> parts(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    private static boolean fits(List<String> pattern, List<String> parts) {
        if (pattern.size() != parts.size()) {
            return false;
        }
        for (int at = 0; at < parts.size(); at++) {
            if (pattern.get(at).charAt(0) != ':' && !pattern.get(at).equals(parts.get(at))) {
                return false;
            }
        }
        return true;
    }
}
