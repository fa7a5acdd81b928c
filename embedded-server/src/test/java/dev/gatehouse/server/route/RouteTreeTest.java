package dev.gatehouse.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTreeTest {

    static Route route(String id, String method, String host, String path, boolean enabled) {
        return new Route(id, new RouteSpec(method, host, path, RoutePermission.PUBLIC, Set.of(),
                List.of("http://127.0.0.1:9"), null, enabled, null, RoutePolicies.NONE), Instant.EPOCH, Instant.EPOCH,
                "root", 1);
    }

    private static Route route(String id, String method, String host, String path) {
        return route(id, method, host, path, true);
    }

    static String found(RouteTree tree, String method, String host, String path) {
        RouteTree.Match match = tree.match(method, host, path);
        return match == null ? "none" : match.route().id();
    }

    private static RouteTree sample() {
        return RouteTree.of(List.of(route("root", "*", "*", "/"), route("list", "*", "*", "/orders"),
                route("one", "*", "*", "/orders/:id"), route("delete-one", "DELETE", "*", "/orders/:id"),
                route("mine", "GET", "*", "/orders/mine"), route("files", "GET", "*", "/files/*rest"),
                route("shop", "*", "shop.example.com", "/orders"), route("below", "*", "*.example.com", "/orders"),
                route("six", "*", "[::1]", "/orders"), route("off", "*", "*", "/off", false),
                route("at", "*", "*", "/a@b/%C3%b6"), route("slash", "*", "*", "/a%2fb")));
    }

    @ParameterizedTest
    @CsvSource({"GET, '', /, root", "GET, '', /orders, list", "GET, '', /orders/, list", "GET, '', /orders/7, one",
            "DELETE, '', /orders/7, delete-one", "GET, '', /orders/mine, mine", "POST, '', /orders/mine, one",
            "GET, '', /orders/7/lines, none", "GET, '', /files/a, files", "GET, '', /files/a/b/c, files",
            "GET, '', /files, none", "GET, '', /files/, none", "GET, '', /FILES/a, none",
            "GET, shop.example.com, /orders, shop", "GET, a.example.com, /orders, below",
            "GET, a.b.example.com, /orders, below", "GET, example.com, /orders, list",
            "GET, shop.example.com, /files/a, files", "GET, '', /off, none", "delete, '', /orders/7, one"})
    void theMostSpecificRouteWins(String method, String host, String path, String expected) {
        assertThat(found(sample(), method, host, path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"SHOP.example.com, shop", "shop.example.com:8080, shop", "Shop.Example.Com.:80, shop",
            "a.EXAMPLE.com:443, below", "[::1], six", "[::1]:8443, six", "[::1, none", "[::1]x, none",
            ".example.com, list",
            "., list", ":80, list"})
    void hostsAreReadWithoutCaseAndPort(String host, String expected) {
        assertThat(found(sample(), "GET", host, "/orders")).isEqualTo(expected);
    }

    @Test
    void hostThatIsTooLongIsNone() {
        assertThat(found(sample(), "GET", "a".repeat(256), "/orders")).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({"/%6frders, list", "/%6Frders, list", "/orders/%2F, one", "/orders%2F7, none", "/orders/a%2fb, one",
            "/a%40b/%c3%B6, at", "/a@b/%C3%B6, at", "/a%2Fb, slash", "/a/b, none", "/a%252Fb, none",
            "/orders/%6dine, mine", "/orders/%256dine, one"})
    void octetsAreComparedAndAnEncodedSlashIsNoSeparator(String path, String expected) {
        assertThat(found(sample(), "GET", "", path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "*", "//", "//orders", "/files//a", "/files/a//", "/./orders",
            "/files/../orders",
            "/files/%2e%2E/orders", "/files/.%2e", "/files/..;x/orders", "/files/a%2f..%2fb", "/files/..%5cb",
            "/files/%2", "/files/%", "/files/%zz", "/files/%00", "/files/a\\b", "/files/a b", "/files/\u00f6",
            "/files/a?b", "/files/a#b", "/;x/orders", "/files/a\tb"})
    void pathThatTwoProgramsCouldReadInTwoWaysIsTakenByNone(String path) {
        RouteTree all = RouteTree.of(List.of(route("all", "*", "*", "/*"), route("root", "*", "*", "/")));

        assertThat(found(all, "GET", "", path)).isEqualTo("none");
        assertThat(PathFault.of(path)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/...", "/.a", "/a..", "/..a/b", "/%2e%2e%2e", "/a;b=.", "/a;..", "/a%2Fb", "/%25"})
    void pathThatOnlyLooksSoIsTaken(String path) {
        assertThat(found(RouteTree.of(List.of(route("all", "*", "*", "/*"))), "GET", "", path)).isEqualTo("all");
    }

    @Test
    void pathIsBounded() {
        RouteTree all = RouteTree.of(List.of(route("all", "*", "*", "/*")));

        assertThat(found(all, "GET", "", "/" + "a/".repeat(4095) + "a")).isEqualTo("all");
        assertThat(found(all, "GET", "", "/" + "a/".repeat(4096))).isEqualTo("none");
        assertThat(PathFault.of("/" + "a".repeat(8192))).isEqualTo(PathFault.TOO_LONG);
    }

    @Test
    void parametersAreNamedAsTheRouteNamesThem() {
        RouteTree tree = RouteTree
                .of(List.of(route("a", "GET", "*", "/:shop/orders/:id/*rest"), route("b", "GET", "*", "/any/*")));

        assertThat(Objects.requireNonNull(tree.match("GET", "", "/s1/orders/7%2f/x/y/")).params())
                .containsExactly(Map.entry("shop", "s1"), Map.entry("id", "7%2f"), Map.entry("rest", "x/y"));
        assertThat(Objects.requireNonNull(tree.match("GET", "", "/any/x/y")).params())
                .containsExactly(Map.entry("*", "x/y"));
    }

    @Test
    void ofTwoAlikeTheOlderWins() {
        Route older = route("r1", "GET", "*", "/:a");
        RouteTree tree = RouteTree.of(List.of(route("r2", "GET", "*", "/:b"), older));

        assertThat(found(tree, "GET", "", "/x")).isEqualTo("r1");
        assertThat(found(tree.without(older), "GET", "", "/x")).isEqualTo("r2");
        assertThat(found(tree, "GET", "", "/x")).as("what is under way keeps its table").isEqualTo("r1");
    }

    @Test
    void forksAreNotTriedInAllCombinations() {
        List<Route> routes = new ArrayList<>();
        for (int fork = 0; fork < 200; fork++) {
            routes.add(route("r" + fork, "GET", "*", "/a".repeat(fork) + "/:p" + "/a".repeat(199 - fork) + "/x"));
        }
        RouteTree tree = RouteTree.of(routes);

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int each = 0; each < 100; each++) {
                assertThat(found(tree, "GET", "", "/a".repeat(200) + "/y")).isEqualTo("none");
            }
        });
        assertThat(found(tree, "GET", "", "/a".repeat(200) + "/x")).isEqualTo("r199");
    }

    @Test
    void matchAllocatesNothingButItsResult() {
        RouteTree tree = sample();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        long taken = 0;
        int matches = 20_000;
        long leastBytes = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int each = 0; each < matches; each++) {
                taken += tree.match("GET", "A.Example.com:80", "/%6frders") == null ? 0 : 1;
                taken += tree.match("GET", "localhost", "/files/a/b/c") == null ? 0 : 1;
                taken += tree.match("POST", "", "/nowhere/at/all") == null ? 0 : 1;
            }
            leastBytes = Math.min(leastBytes, threads.getThreadAllocatedBytes(thread) - before);
        }

        assertThat(taken).isEqualTo(10L * matches);
        assertThat(leastBytes / matches).as("two results of a header and two references").isLessThanOrEqualTo(2 * 32);
    }
}
