package dev.gatehouse.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.model.api.RoutesExchange.Draft;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.server.call.RequestFailure;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteRulesTest {

    private static Draft draft(@Nullable String method, @Nullable String host, @Nullable String path,
            @Nullable List<String> upstreams, @Nullable StaticAnswer answer) {
        return new Draft(method, host, path, null, null, upstreams, answer, null, null, null);
    }

    private static Draft to(String upstream) {
        return draft(null, null, "/a", List.of(upstream), null);
    }

    private static List<FieldError> faults(Draft draft) {
        return catchThrowableOfType(RequestFailure.class, () -> RouteRules.checked(draft)).hints().errors();
    }

    private static void assertFault(Draft draft, String field) {
        assertThat(faults(draft)).singleElement().extracting(FieldError::field).isEqualTo(field);
    }

    @Test
    void whatIsAbsentGetsItsDefault() {
        RouteSpec spec = RouteRules.checked(draft(null, " ", " /a ", List.of("http://h:1"), null));

        assertThat(spec).isEqualTo(new RouteSpec("*", "*", "/a", RoutePermission.USER, Set.of(), List.of("http://h:1"),
                null, true, null, RoutePolicies.NONE));
        assertThat(RouteRules.checked(draft("get", "Shop.Example.COM", "/", List.of("http://h"), null)).method())
                .isEqualTo("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/", "/a/:id", "/a/:id/b", "/a/*rest", "/*", "/a.b~c-d_e", "/%C3%B6", "/a@b",
            "/:_x1"})
    void pathsThatCanWork(String path) {
        assertThat(RouteRules.checked(draft(null, null, path, List.of("http://h:1"), null)).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "//", "/a//b", "/a b", "/a?b=c", "/a#b", "/./a", "/a/..", "/:", "/:1", "/:a-b",
            "/*rest/b", "/:x/:x", "/:x/*x", "/{id}", "/ö", "/a\\b", "/a;b", "/:x/;", "/a%2Fb", "/a%5cb", "/a%25",
            "/a%0A", "/%FF"})
    void pathsThatCannotWork(String path) {
        assertFault(draft(null, null, path, List.of("http://h:1"), null), "path");
    }

    @ParameterizedTest
    @CsvSource({"/%61dmin/:id, /admin/:id", "/caf%c3%a9/*rest, /caf%C3%A9/*rest", "/%3aid, /%3Aid"})
    void pathGetsTheSpellingOfTheTrafficPort(String path, String canonical) {
        assertThat(RouteRules.checked(draft(null, null, path, List.of("http://h:1"), null)).path())
                .isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a;b", "/a%2Fb", "/a%25b"})
    void routeOfBeforeThatNobodyReachesIsNamed(String path) {
        RouteSpec stored = new RouteSpec("GET", "*", path, RoutePermission.PUBLIC, Set.of(), List.of("http://h:1"),
                null, true, null, RoutePolicies.NONE);

        assertThat(RouteRules.warnings(stored, "r1", List.of(route("r1", stored)))).singleElement()
                .satisfies(warning -> {
                    assertThat(warning.code()).isEqualTo("unreachable");
                    assertThat(warning.routeId()).isEqualTo("r1");
                    assertThat(warning.message()).contains("the traffic port refuses");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"FETCH", "CONNECT", "TRACE", "GET POST", "?"})
    void methodsThatCannotWork(String method) {
        assertFault(draft(method, null, "/a", List.of("http://h:1"), null), "method");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "-a.com", "*.*.com", "a.*.com", "http://a.com", "a.com:80", "a..com", "ö.com"})
    void hostsThatCannotWork(String host) {
        assertFault(draft(null, host, "/a", List.of("http://h:1"), null), "host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9000", "https://h.example.com", "http://[::1]:80/base", "http://h/base/"})
    void upstreamsThatCanWork(String upstream) {
        assertThat(RouteRules.checked(to(upstream)).upstreams()).containsExactly(upstream);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h:80", "ftp://h", "http://", "http://h:99999", "http://h?x=1", "http://h#f",
            "http://user:pw@h", "http://a b", "//h", "http:///x"})
    void upstreamsThatCannotWork(String upstream) {
        assertFault(to(upstream), "upstreams[0]");
    }

    @ParameterizedTest
    @CsvSource({"199, text/plain, staticAnswer.status", "600, text/plain, staticAnswer.status",
            "200, plain, staticAnswer.contentType", "200, 'text/plain\r\nX: y', staticAnswer.contentType"})
    void staticAnswersThatCannotWork(int status, String type, String field) {
        assertFault(draft(null, null, "/a", null, new StaticAnswer(status, type, "x")), field);
    }

    @Test
    void aRouteHasOneTarget() {
        StaticAnswer answer = new StaticAnswer(200, "text/plain; charset=utf-8", "x");
        assertThat(RouteRules.checked(draft(null, null, "/a", null, answer)).staticAnswer()).isEqualTo(answer);
        assertFault(draft(null, null, "/a", null, null), "upstreams");
        assertFault(draft(null, null, "/a", List.of("http://h:1"), answer), "staticAnswer");
        assertFault(draft(null, null, "/a", Collections.nCopies(17, "http://h:1"), null), "upstreams");
        assertFault(draft(null, null, "/a", null, new StaticAnswer(200, "text/plain", "ö".repeat(32_769))),
                "staticAnswer.body");
    }

    @Test
    void rolesBelongToAdminRoutesOnly() {
        assertFault(new Draft(null, null, "/a", RoutePermission.USER, Set.of(Role.VIEWER), List.of("http://h:1"), null,
                null, null, null), "roles");
        assertThat(RouteRules.checked(new Draft(null, null, "/a", RoutePermission.ADMIN, Set.of(Role.VIEWER),
                List.of("http://h:1"), null, false, " why ", null)).comment()).isEqualTo("why");
        assertFault(new Draft(null, null, "/a", null, null, List.of("http://h:1"), null, null, "x".repeat(501), null),
                "comment");
    }

    @Test
    void everyFaultIsToldAtOnce() {
        assertThat(faults(draft("FETCH", "a b", "a", List.of("h", "http://h:1", "x"), null)))
                .extracting(FieldError::field)
                .containsExactly("method", "host", "path", "upstreams[0]", "upstreams[2]");
    }

    private static RouteSpec spec(String method, String host, String path) {
        return RouteRules.checked(draft(method, host, path, List.of("http://h:1"), null));
    }

    private static Route route(String id, RouteSpec spec) {
        return new Route(id, spec, Instant.EPOCH, Instant.EPOCH, "root", 1);
    }

    @ParameterizedTest
    @CsvSource({"GET, *, /a/:x, overlap", "*, *, /a/b, overlap", "GET, *.example.com, /a/b, overlap",
            "GET, shop.example.com, /a/b, overlap", "GET, *, /a/b, shadowed", "GET, *, /a/b/, shadowed",
            "POST, *, /a/b, none", "GET, *, /a, none", "GET, *, /c/b, none"})
    void whatMayNotBeMeantIsSaid(String method, String host, String path, String warning) {
        Route other = route("r1", spec("GET", "*", "/a/b"));

        assertThat(RouteRules.warnings(spec(method, host, path), null, List.of(other)))
                .extracting(RouteWarning::code)
                .isEqualTo(warning.equals("none") ? List.of() : List.of(warning));
    }

    @Test
    void hostsThatCannotMeetDoNotOverlap() {
        Route other = route("r1", spec("GET", "*.example.com", "/a"));

        assertThat(RouteRules.warnings(spec("GET", "example.com", "/a"), null, List.of(other))).isEmpty();
        assertThat(RouteRules.warnings(spec("GET", "*.example.org", "/a"), null, List.of(other))).isEmpty();
        assertThat(RouteRules.warnings(spec("GET", "*.shop.example.com", "/a"), null, List.of(other))).hasSize(1);
    }

    @Test
    void aRouteIsNotInItsOwnWay() {
        RouteSpec spec = spec("GET", "*", "/a");

        assertThat(RouteRules.warnings(spec, "r1", List.of(route("r1", spec)))).isEmpty();
        assertThat(RouteRules.warnings(spec, "r0", List.of(route("r1", spec)))).singleElement()
                .extracting(RouteWarning::message).asString().startsWith("The route");
        assertThat(RouteRules.warnings(spec, "r2", List.of(route("r1", spec)))).singleElement()
                .extracting(RouteWarning::message).asString().startsWith("This route never gets a request");
    }
}
