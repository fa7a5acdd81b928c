package dev.gatehouse.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTreeTest {

    private static Route route(String id, String method, String host, String path, boolean enabled) {
        return new Route(id, new RouteSpec(method, host, path, RoutePermission.PUBLIC, Set.of(),
                List.of("http://127.0.0.1:9"), null, enabled, null, RoutePolicies.NONE), Instant.EPOCH, Instant.EPOCH,
                "root", 1);
    }

    private static Route route(String id, String method, String host, String path) {
        return route(id, method, host, path, true);
    }

    private static String found(RouteTree tree, String method, String host, String path) {
        RouteTree.Match match = tree.match(method, host, path);
        return match == null ? "none" : match.route().id();
    }

    @ParameterizedTest
    @CsvSource({"GET, '', /, root", "GET, '', /orders, list", "GET, '', /orders/, list", "GET, '', /orders/7, one",
            "DELETE, '', /orders/7, delete-one", "GET, '', /orders/mine, mine", "POST, '', /orders/mine, one",
            "GET, '', /orders/7/lines, none", "GET, '', /files/a, files", "GET, '', /files/a/b/c, files",
            "GET, '', /files, none", "GET, '', /FILES/a, none", "GET, shop.example.com, /orders, shop",
            "GET, SHOP.example.com, /orders, shop", "GET, a.example.com, /orders, below",
            "GET, a.b.example.com, /orders, below", "GET, example.com, /orders, list",
            "GET, shop.example.com, /files/a, files", "GET, '', /off, none", "GET, '', /orders/%2F, one"})
    void theMostSpecificRouteWins(String method, String host, String path, String expected) {
        RouteTree tree = new RouteTree(List.of(route("root", "*", "*", "/"), route("list", "*", "*", "/orders"),
                route("one", "*", "*", "/orders/:id"), route("delete-one", "DELETE", "*", "/orders/:id"),
                route("mine", "GET", "*", "/orders/mine"), route("files", "GET", "*", "/files/*rest"),
                route("shop", "*", "shop.example.com", "/orders"), route("below", "*", "*.example.com", "/orders"),
                route("off", "*", "*", "/off", false)));

        assertThat(found(tree, method, host, path)).isEqualTo(expected);
    }

    @Test
    void parametersAreNamedAsTheRouteNamesThem() {
        RouteTree tree = new RouteTree(
                List.of(route("a", "GET", "*", "/:shop/orders/:id/*rest"), route("b", "GET", "*", "/any/*")));

        assertThat(Objects.requireNonNull(tree.match("GET", "", "/s1/orders/7/x/y")).params())
                .containsExactly(Map.entry("shop", "s1"), Map.entry("id", "7"), Map.entry("rest", "x/y"));
        assertThat(Objects.requireNonNull(tree.match("GET", "", "/any/x/y")).params())
                .containsExactly(Map.entry("*", "x/y"));
    }

    @Test
    void ofTwoAlikeTheOlderWins() {
        assertThat(found(new RouteTree(List.of(route("old", "GET", "*", "/:a"), route("new", "GET", "*", "/:b"))),
                "GET", "", "/x")).isEqualTo("old");
    }

    /** Tables over a tiny alphabet, so that routes collide; the seed is the test's name. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theTreeFindsWhatATrialOfAllRoutesFinds(long seed) {
        Random random = new Random(seed);
        for (int table = 0; table < 50; table++) {
            List<Route> routes = new ArrayList<>();
            int size = random.nextInt(25);
            for (int at = 0; at < size; at++) {
                routes.add(route("r" + at, one(random, "GET", "POST", "*"),
                        one(random, "*", "*", "a.b.c", "b.c", "*.c", "*.b.c"), pattern(random),
                        random.nextInt(10) > 0));
            }
            RouteTree tree = new RouteTree(routes);
            for (int request = 0; request < 100; request++) {
                String method = one(random, "GET", "POST", "PUT");
                String host = one(random, "", "c", "b.c", "a.b.c", "x.b.c", "x.y.b.c");
                String path = path(random);
                assertThat(found(tree, method, host, path))
                        .as("seed %s: %s %s%s in %s", seed, method, host, path,
                                routes.stream().map(each -> each.id() + " " + each.spec().method() + " "
                                        + each.spec().host() + each.spec().path()).toList())
                        .isEqualTo(tried(routes, method, host, path));
            }
        }
    }

    private static String one(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String pattern(Random random) {
        StringBuilder path = new StringBuilder();
        int length = random.nextInt(4);
        for (int at = 0; at < length; at++) {
            path.append('/').append(one(random, "a", "b", "a", "b", ":p" + at));
        }
        if (random.nextInt(4) == 0) {
            path.append("/*rest");
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        int length = random.nextInt(5);
        for (int at = 0; at < length; at++) {
            path.append('/').append(one(random, "a", "b", "c", "a", "b", ""));
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    /** The same answer without a tree: all routes that fit, the most specific of them, the oldest of those. */
    private static String tried(List<Route> routes, String method, String host, String path) {
        return routes.stream().filter(each -> each.spec().enabled())
                .filter(each -> takes(each.spec(), method, host, path))
                .min(Comparator.<Route>comparingInt(each -> hostRank(each.spec().host()))
                        .thenComparing(each -> pathRank(each.spec().path()))
                        .thenComparingInt(each -> each.spec().method().equals("*") ? 1 : 0)
                        .thenComparingInt(routes::indexOf))
                .map(Route::id).orElse("none");
    }

    private static boolean takes(RouteSpec spec, String method, String host, String path) {
        boolean methodFits = spec.method().equals("*") || spec.method().equals(method);
        boolean hostFits = spec.host().equals("*") || spec.host().equals(host.toLowerCase(Locale.ROOT))
                || (spec.host().startsWith("*.") && host.endsWith(spec.host().substring(1)));
        return methodFits && hostFits && pathFits(RoutePattern.split(spec.path()), RoutePattern.split(path));
    }

    private static boolean pathFits(List<String> pattern, List<String> path) {
        for (int at = 0; at < pattern.size(); at++) {
            if (at == path.size()) {
                return false;
            }
            String part = pattern.get(at);
            if (part.startsWith("*")) {
                return true;
            }
            if (part.startsWith(":") ? path.get(at).isEmpty() : !part.equals(path.get(at))) {
                return false;
            }
        }
        return pattern.size() == path.size();
    }

    /** An exact host, then the longest wildcard, then any. */
    private static int hostRank(String host) {
        return host.equals("*") ? 1000 : host.startsWith("*.") ? 500 - host.length() : 0;
    }

    private static String pathRank(String path) {
        StringBuilder rank = new StringBuilder();
        for (String part : RoutePattern.split(path)) {
            rank.append(part.startsWith("*") ? '2' : part.startsWith(":") ? '1' : '0');
        }
        return rank.toString();
    }
}
