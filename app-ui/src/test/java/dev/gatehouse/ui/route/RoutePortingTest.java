package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.Bulkhead;
import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.model.route.RoutePolicies.Retry;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.ui.Rows;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutePortingTest {

    private static final RoutePolicies POLICIES = new RoutePolicies(1_500L, new Retry(3, 100), null, new Bulkhead(9),
            List.of(new RateLimit(LimitKind.FIXED_WINDOW, LimitKey.IP, 100, 60_000),
                    new RateLimit(LimitKind.SLIDING_WINDOW, LimitKey.USER, 7, 1_500)),
            null, null);

    private static Route route(RoutePermission permission, List<String> upstreams) {
        return new Route("01ABC", new RouteSpec("GET", "shop.example.com", "/v1.0/orders/:id", permission, Set.of(),
                upstreams, null, true, null, POLICIES), Rows.NOON, Rows.NOON, "alice", 1);
    }

    private static List<String> lost(RoutePorting porting) {
        return porting.lost().stream().map(loss -> String.valueOf(loss.what().key())).toList();
    }

    @Test
    void kongGetsAServiceWithARouteAndWhatItsPluginsCanDo() throws Exception {
        RoutePorting porting = KongFile
                .of(List.of(route(RoutePermission.PUBLIC, List.of("http://10.0.0.7:9000/base"))));

        JsonNode read = RouteYaml.read(porting.text());
        assertThat(read.path("_format_version").asText()).isEqualTo("3.0");
        JsonNode service = read.path("services").path(0);
        assertThat(service.path("url").asText()).isEqualTo("http://10.0.0.7:9000/base");
        assertThat(service.path("retries").asInt()).isEqualTo(2);
        assertThat(service.path("read_timeout").asLong()).isEqualTo(1_500);
        JsonNode way = service.path("routes").path(0);
        assertThat(way.path("paths").path(0).asText()).isEqualTo("~/v1\\.0/orders/[^/]+$");
        assertThat(way.path("plugins").path(0).path("config").path("minute").asLong()).isEqualTo(100);
        assertThat(lost(porting)).containsExactly("route.lost.limitPerNode", "route.lost.limit", "route.lost.backoff",
                "route.lost.bulkhead");
    }

    @Test
    void apisixGetsARouteWithItsUpstreamsAndEndsAsItMust() throws Exception {
        RoutePorting porting = ApisixFile
                .of(List.of(route(RoutePermission.PUBLIC, List.of("http://10.0.0.7:9000", "http://10.0.0.8"))));

        assertThat(porting.text()).endsWith("\n#END\n");
        JsonNode way = RouteYaml.read(porting.text()).path("routes").path(0);
        assertThat(way.path("uri").asText()).isEqualTo("/v1.0/orders/*");
        assertThat(way.path("vars").path(0).path(2).asText()).isEqualTo("^/v1\\.0/orders/[^/]+$");
        assertThat(way.path("upstream").path("nodes").path("10.0.0.8:80").asInt()).isEqualTo(1);
        assertThat(way.path("plugins").path("limit-conn").path("conn").asInt()).isEqualTo(9);
        assertThat(way.path("plugins").path("limit-count").path("time_window").asInt()).isEqualTo(60);
    }

    @Test
    void routeThatNotEverybodyMayTakeIsWrittenSwitchedOff() {
        List<Route> routes = List.of(route(RoutePermission.USER, List.of("http://10.0.0.7:9000")));

        assertThat(KongFile.of(routes).tree().path("services").path(0).path("enabled").asBoolean()).isFalse();
        assertThat(ApisixFile.of(routes).tree().path("routes").path(0).path("status").asInt()).isZero();
        assertThat(lost(KongFile.of(routes))).contains("route.lost.permission");
        assertThat(lost(ApisixFile.of(routes))).contains("route.lost.permission");
    }

    @Test
    void nameForApisixIsNoLongerThanItMayBe() throws Exception {
        RouteSpec spec = new RouteSpec("GET", "shop.example.com", "/" + "a".repeat(200), RoutePermission.PUBLIC,
                Set.of(),
                List.of("http://10.0.0.7"), null, true, null, RoutePolicies.NONE);
        RoutePorting porting = ApisixFile.of(List.of(new Route("01ABC", spec, Rows.NOON, Rows.NOON, "alice", 1)));

        JsonNode way = RouteYaml.read(porting.text()).path("routes").path(0);
        assertThat(way.path("name").asText()).hasSize(100).startsWith("GET shop.example.com/aaa");
        assertThat(way.path("uri").asText()).hasSize(201);
    }
}
