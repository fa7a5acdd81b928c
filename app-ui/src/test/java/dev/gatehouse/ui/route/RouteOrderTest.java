package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.server.route.RouteTree;
import dev.gatehouse.ui.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the gateways that routes are written for choose the route that the traffic port chooses. */
class RouteOrderTest {

    private static final List<String> HOSTS = List.of("*", "*.example.com", "*.b.example.com", "a.b.example.com");
    private static final List<String> METHODS = List.of("*", "GET", "POST");
    private static final List<String> SEGMENTS = List.of("a", "b", "c+d", "e*", ":x", "*rest");
    private static final List<String> ASKED = List.of("a", "b", "c+d", "e*", "z");
    private static final List<String> ASKED_HOSTS = List.of("a.b.example.com", "c.b.example.com", "example.org");

    private static Route route(String id, String method, String host, String path) {
        return new Route(id, new RouteSpec(method, host, path, RoutePermission.PUBLIC, Set.of(),
                List.of("http://10.0.0.7"), null, true, null, RoutePolicies.NONE), Rows.NOON, Rows.NOON, "alice", 1);
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        int length = 1 + random.nextInt(3);
        for (int at = 0; at < length; at++) {
            String segment = one(random, SEGMENTS);
            path.append('/').append(segment.startsWith(":") ? ":x" + at : segment);
            if (segment.startsWith("*")) {
                break;
            }
        }
        return path.toString();
    }

    private static List<Route> table(Random random) {
        List<Route> routes = new ArrayList<>();
        for (int at = 0; at < 12; at++) {
            routes.add(route(String.format(Locale.ROOT, "01%02d", at), one(random, METHODS), one(random, HOSTS),
                    path(random)));
        }
        return routes;
    }

    private static List<String> paths() {
        List<String> paths = new ArrayList<>(List.of("/", "/a/", "/b/a/", "/e*/", "/z/c+d/"));
        for (String first : ASKED) {
            paths.add("/" + first);
            for (String second : ASKED) {
                paths.add("/" + first + "/" + second);
                ASKED.forEach(third -> paths.add("/" + first + "/" + second + "/" + third));
            }
        }
        return paths;
    }

    private static String ours(RouteTree tree, String method, String host, String path) {
        RouteTree.Match match = tree.match(method, host, path);
        return match == null ? "none" : match.route().id();
    }

    private static boolean hostFits(String pattern, String host) {
        return pattern.startsWith("*") ? host.endsWith(pattern.substring(1)) : host.equals(pattern);
    }

    private static boolean holds(JsonNode texts, String text) {
        return StreamSupport.stream(texts.spliterator(), false).anyMatch(each -> each.asText().equals(text));
    }

    /**
     * By {@code kong/router/transform.lua}, get_priority: how many of methods, hosts and paths are named, then a host without
     * an asterisk, then regex_priority.
     */
    private static String kongs(JsonNode file, String method, String host, String path) {
        return StreamSupport.stream(file.path("services").spliterator(), false)
                .map(service -> service.path("routes").path(0))
                .filter(way -> !way.has("methods") || holds(way.path("methods"), method))
                .filter(way -> !way.has("hosts") || hostFits(way.path("hosts").path(0).asText(), host))
                .filter(way -> path.matches(way.path("paths").path(0).asText().substring(1)))
                .max(Comparator.<JsonNode>comparingInt(way -> (way.has("methods") ? 1 : 0) + (way.has("hosts") ? 1 : 0))
                        .thenComparing(way -> way.has("hosts") && !way.path("hosts").path(0).asText().contains("*"))
                        .thenComparingInt(way -> way.path("regex_priority").asInt()))
                .map(way -> way.path("name").asText().substring("gatehouse-".length()))
                .orElse("none");
    }

    /**
     * By {@code apisix/http/router/radixtree_host_uri.lua} and {@code resty/radixtree.lua}: an exact host, the longer one with
     * an asterisk, any; within each a path without an asterisk, the longer beginning, the priority.
     */
    private static String apisixs(JsonNode file, String method, String host, String path) {
        return StreamSupport.stream(file.path("routes").spliterator(), false)
                .filter(way -> !way.has("methods") || holds(way.path("methods"), method))
                .filter(way -> !way.has("hosts") || hostFits(way.path("hosts").path(0).asText(), host))
                .filter(way -> uriFits(uris(way), path))
                .filter(way -> !way.has("vars") || path.matches(way.path("vars").path(0).path(2).asText()))
                .max(Comparator.<JsonNode>comparingInt(way -> weight(way.path("hosts").path(0).asText()))
                        .thenComparingInt(way -> weight(uris(way).getFirst()))
                        .thenComparingInt(way -> way.path("priority").asInt()))
                .map(way -> way.path("id").asText())
                .orElse("none");
    }

    private static List<String> uris(JsonNode way) {
        return way.has("uri")
                ? List.of(way.path("uri").asText())
                : StreamSupport.stream(way.path("uris").spliterator(), false).map(JsonNode::asText).toList();
    }

    private static boolean uriFits(List<String> uris, String path) {
        return uris.stream()
                .anyMatch(uri -> uri.contains("*")
                        ? path.startsWith(uri.substring(0, uri.indexOf('*')))
                        : uri.equals(path));
    }

    private static int weight(String pattern) {
        return pattern.contains("*") || pattern.isEmpty() ? pattern.length() : Integer.MAX_VALUE;
    }

    @Test
    void otherGatewaysChooseTheRouteThatTheTrafficPortChooses() {
        Random random = new Random(7);
        for (int trial = 0; trial < 300; trial++) {
            List<Route> routes = table(random);
            RouteTree tree = RouteTree.of(routes);
            JsonNode kong = KongFile.of(routes).tree();
            JsonNode apisix = ApisixFile.of(routes).tree();
            for (String path : paths()) {
                String method = one(random, List.of("GET", "POST", "DELETE"));
                String host = one(random, ASKED_HOSTS);
                String ours = ours(tree, method, host, path);
                assertThat(kongs(kong, method, host, path)).as("Kong: %s %s%s of %s", method, host, path, routes)
                        .isEqualTo(ours);
                assertThat(apisixs(apisix, method, host, path)).as("APISIX: %s %s%s of %s", method, host, path, routes)
                        .isEqualTo(ours);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, /a/*rest, GET, /:x/:y/:z, GET, /a/b/c", "*, /health, GET, /:page, GET, /health",
            "GET, /a/:x/:y/z, GET, /a/:x/b/*r, GET, /a/1/b/z", "GET, /o, *, /o, GET, /o"})
    void firstOfTwoTakesTheRequestEverywhere(String method, String path, String otherMethod, String otherPath,
            String asked, String askedPath) {
        List<Route> routes = List.of(route("01", otherMethod, "*", otherPath), route("00", method, "*", path));
        String ours = ours(RouteTree.of(routes), asked, "example.org", askedPath);

        assertThat(RouteOrder.of(routes).getFirst().id()).isEqualTo(ours);
        assertThat(kongs(KongFile.of(routes).tree(), asked, "example.org", askedPath)).isEqualTo(ours);
        assertThat(apisixs(ApisixFile.of(routes).tree(), asked, "example.org", askedPath)).isEqualTo(ours);
    }

    @Test
    void methodsThatKongIsNotToldOfAreToldToTheUser() {
        RoutePorting porting = KongFile.of(List.of(route("01", "*", "*", "/a")));

        assertThat(porting.tree().findPath("methods")).hasSize(7);
        assertThat(porting.lost()).extracting(loss -> String.valueOf(loss.what().key()))
                .containsExactly("route.lost.methods");
    }

    @Test
    void pathThatOthersDecodeBeforeTheyCompareIsTold() {
        List<Route> routes = List.of(route("01", "GET", "*", "/caf%C3%A9"));

        assertThat(KongFile.of(routes).lost()).extracting(loss -> String.valueOf(loss.what().key()))
                .containsExactly("route.lost.encodedPath");
        assertThat(ApisixFile.of(routes).lost()).hasSameSizeAs(routes);
    }
}
