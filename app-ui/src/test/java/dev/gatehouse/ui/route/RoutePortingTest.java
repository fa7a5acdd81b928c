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
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutePortingTest {

    private static final RoutePolicies POLICIES = new RoutePolicies(1_500L, new Retry(3, 100), null, new Bulkhead(9),
            List.of(new RateLimit(LimitKind.FIXED_WINDOW, LimitKey.IP, 100, 60_000),
                    new RateLimit(LimitKind.SLIDING_WINDOW, LimitKey.USER, 7, 1_500)),
            null, null);

    private static Route route(RoutePermission permission, List<String> upstreams) {
        return new Route("01ABC", new RouteSpec("GET", "shop.example.com", "/v1.0/orders/:id", permission, Set.of(),
                upstreams, null, true, null, POLICIES), Rows.NOON, Rows.NOON, "alice", 1);
    }

    private static Route answering(StaticAnswer answer, @Nullable String comment, RoutePolicies policies) {
        return new Route("01ABC",
                new RouteSpec("GET", "*", "/a=b-c", RoutePermission.PUBLIC, Set.of(), List.of(), answer,
                        true, comment, policies),
                Rows.NOON, Rows.NOON, "alice", 1);
    }

    private static JsonNode apisixPlugins(RoutePorting porting) throws Exception {
        return RouteYaml.read(porting.text()).path("routes").path(0).path("plugins");
    }

    private static JsonNode kongPlugin(RoutePorting porting) throws Exception {
        return RouteYaml.read(porting.text()).path("services").path(0).path("routes").path(0).path("plugins").path(0);
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
        assertThat(way.path("paths").path(0).asText()).isEqualTo("~/v1\\.0/orders/[^/]+/?$");
        assertThat(way.path("plugins").path(0).path("config").path("minute").asLong()).isEqualTo(100);
        assertThat(lost(porting)).containsExactly("route.lost.limit", "route.lost.limitPerNode", "route.lost.backoff",
                "route.lost.bulkhead");
    }

    @Test
    void apisixGetsARouteWithItsUpstreamsAndEndsAsItMust() throws Exception {
        RoutePorting porting = ApisixFile
                .of(List.of(route(RoutePermission.PUBLIC, List.of("http://10.0.0.7:9000", "http://10.0.0.8"))));

        assertThat(porting.text()).endsWith("\n#END\n");
        JsonNode way = RouteYaml.read(porting.text()).path("routes").path(0);
        assertThat(way.path("uri").asText()).isEqualTo("/v1.0/orders/*");
        assertThat(way.path("vars").path(0).path(2).asText()).isEqualTo("^/v1\\.0/orders/[^/]+/?$");
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
        assertThat(way.path("uris").path(0).asText()).hasSize(201);
    }

    @Test
    void pluginsOfApisixGetKeysThatTheirSchemasHave() throws Exception {
        JsonNode plugins = apisixPlugins(
                ApisixFile.of(List.of(route(RoutePermission.PUBLIC, List.of("http://10.0.0.7:9000")))));

        assertThat(plugins.path("limit-conn").path("key_type").asText()).isEqualTo("var");
        assertThat(plugins.path("limit-conn").path("key").asText()).isEqualTo("route_id");
    }

    @ParameterizedTest
    @CsvSource({"text/plain, text/plain", "text/html; charset=utf-8, text/html; charset=utf-8",
            "application/problem+json, application/json", "image/svg+xml, application/xml", "TEXT/HTML, text/html",
            "text/html ; charset=utf-8, text/html", "text/csv, text/plain"})
    void answerOfApisixHasAContentTypeThatItTakes(String wanted, String written) throws Exception {
        RoutePorting porting = ApisixFile
                .of(List.of(answering(new StaticAnswer(200, wanted, "{}"), null, RoutePolicies.NONE)));

        assertThat(apisixPlugins(porting).path("mocking").path("content_type").asText()).isEqualTo(written);
        assertThat(lost(porting).contains("route.lost.contentType")).isEqualTo(!written.equals(wanted));
    }

    @Test
    void commentThatIsTooLongForApisixIsCutAndTold() throws Exception {
        StaticAnswer answer = new StaticAnswer(200, "text/plain", "ok");
        RoutePorting longer = ApisixFile.of(List.of(answering(answer, "\uD83D\uDE80".repeat(257), RoutePolicies.NONE)));
        RoutePorting fitting = ApisixFile
                .of(List.of(answering(answer, "\uD83D\uDE80".repeat(256), RoutePolicies.NONE)));

        assertThat(RouteYaml.read(longer.text()).path("routes").path(0).path("desc").asText())
                .isEqualTo("\uD83D\uDE80".repeat(256));
        assertThat(lost(longer)).containsExactly("route.lost.commentEnd");
        assertThat(lost(fitting)).isEmpty();
    }

    @Test
    void emptyAnswerOfKongHasNoContentType() throws Exception {
        RoutePorting empty = KongFile
                .of(List.of(answering(new StaticAnswer(404, "text/plain", ""), null, RoutePolicies.NONE)));
        RoutePorting full = KongFile
                .of(List.of(answering(new StaticAnswer(404, "text/plain", "gone"), null, RoutePolicies.NONE)));

        assertThat(kongPlugin(empty).path("config").properties()).extracting(Map.Entry::getKey)
                .containsExactly("status_code");
        assertThat(lost(empty)).containsExactly("route.lost.emptyAnswer");
        assertThat(kongPlugin(full).path("config").path("content_type").asText()).isEqualTo("text/plain");
        assertThat(lost(full)).isEmpty();
    }

    @Test
    void limitThatALongerOneNeverLetsComeTrueIsLeftOutForKong() throws Exception {
        RoutePolicies policies = new RoutePolicies(null, null, null, null,
                List.of(new RateLimit(LimitKind.FIXED_WINDOW, LimitKey.IP, 100, 1_000),
                        new RateLimit(LimitKind.FIXED_WINDOW, LimitKey.IP, 50, 60_000),
                        new RateLimit(LimitKind.FIXED_WINDOW, LimitKey.IP, 50, 3_600_000)),
                null, null);
        RoutePorting porting = KongFile
                .of(List.of(answering(new StaticAnswer(200, "text/plain", "ok"), null, policies)));

        JsonNode config = RouteYaml.read(porting.text()).findPath("plugins").path(1).path("config");
        assertThat(config.has("second")).isFalse();
        assertThat(config.path("minute").asLong()).isEqualTo(50);
        assertThat(config.path("hour").asLong()).isEqualTo(50);
        assertThat(porting.lost().getFirst().what())
                .isEqualTo(Sentence.of("route.lost.limit", 100L, Spans.text(1_000)));
    }

    @Test
    void expressionForKongEscapesNothingThatItsEnginesReadDifferently() {
        assertThat(RoutePaths.expression("/a=b-c!/v1.0/:id")).isEqualTo("/a=b-c!/v1\\.0/[^/]+/?");
    }
}
