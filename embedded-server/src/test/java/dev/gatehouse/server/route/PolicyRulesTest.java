package dev.gatehouse.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.api.RoutesExchange.Draft;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.server.call.RequestFailure;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyRulesTest {

    private static final String LIMIT = "{'limits':[{'kind':'fixed-window','per':'ip','permits':%s,'periodMillis':%s}]}";

    private static RoutePolicies policies(String json) throws JsonProcessingException {
        return Json.STRICT.readValue(json.replace('\'', '"'), RoutePolicies.class);
    }

    private static Draft draft(String method, RoutePermission permission, RoutePolicies policies) {
        return new Draft(method, null, "/a", permission, null, List.of("http://h:1"), null, null, null, policies);
    }

    private static List<String> faults(Draft draft) {
        return catchThrowableOfType(RequestFailure.class, () -> RouteRules.checked(draft)).hints().errors().stream()
                .map(FieldError::field).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{'timeoutMillis':0} | timeoutMillis",
            "{'timeoutMillis':300001} | timeoutMillis",
            "{'retry':{'attempts':1,'backoffMillis':1}} | retry.attempts",
            "{'retry':{'attempts':11,'backoffMillis':1}} | retry.attempts",
            "{'retry':{'attempts':2,'backoffMillis':-1}} | retry.backoffMillis",
            "{'retry':{'attempts':2,'backoffMillis':60001}} | retry.backoffMillis",
            "{'retry':{'attempts':10,'backoffMillis':60000}} | retry.backoffMillis",
            "{'breaker':{'volume':0,'failurePercent':50,'openMillis':1000}} | breaker.volume",
            "{'breaker':{'volume':1001,'failurePercent':50,'openMillis':1000}} | breaker.volume",
            "{'breaker':{'volume':5,'failurePercent':0,'openMillis':1000}} | breaker.failurePercent",
            "{'breaker':{'volume':5,'failurePercent':101,'openMillis':1000}} | breaker.failurePercent",
            "{'breaker':{'volume':5,'failurePercent':50,'openMillis':99}} | breaker.openMillis",
            "{'breaker':{'volume':5,'failurePercent':50,'openMillis':3600001}} | breaker.openMillis",
            "{'bulkhead':{'concurrent':0}} | bulkhead.concurrent",
            "{'bulkhead':{'concurrent':10001}} | bulkhead.concurrent",
            "{'cache':{'ttlMillis':99}} | cache.ttlMillis", "{'cache':{'ttlMillis':86400001}} | cache.ttlMillis",
            "{'fallback':{'lastGood':false}} | fallback",
            "{'fallback':{'lastGood':true,'answer':{'status':99,'contentType':'text/plain','body':''}}} | fallback.answer.status"})
    void boundsAreToldByField(String json, String field) throws JsonProcessingException {
        assertThat(faults(draft("*", RoutePermission.PUBLIC, policies(json)))).containsExactly("policies." + field);
    }

    @ParameterizedTest
    @CsvSource({"0, 1000, permits", "1000001, 1000, permits", "1, 99, periodMillis", "1, 86400001, periodMillis"})
    void limitsHaveBounds(String permits, String period, String field) throws JsonProcessingException {
        assertThat(faults(draft("*", RoutePermission.PUBLIC, policies(LIMIT.formatted(permits, period)))))
                .containsExactly("policies.limits[0]." + field);
    }

    @Test
    void limitsAreFewAndDifferent() throws JsonProcessingException {
        RoutePolicies.RateLimit limit = policies(LIMIT.formatted("1", "1000")).limits().getFirst();
        List<RoutePolicies.RateLimit> many = LongStream.range(0, 9)
                .mapToObj(at -> new RoutePolicies.RateLimit(limit.kind(), limit.per(), 1, 1000 + at)).toList();

        assertThat(faults(draft("*", RoutePermission.PUBLIC, limited(many)))).containsExactly("policies.limits");
        assertThat(faults(draft("*", RoutePermission.PUBLIC, limited(List.of(limit, limit)))))
                .containsExactly("policies.limits[1]");
    }

    private static RoutePolicies limited(List<RoutePolicies.RateLimit> limits) {
        return new RoutePolicies(null, null, null, null, limits, null, null);
    }

    @Test
    void staticAnswerHasLimitsOnly() throws JsonProcessingException {
        StaticAnswer answer = new StaticAnswer(200, "text/plain", "x");
        RoutePolicies limited = policies(LIMIT.formatted("1", "1000"));
        RoutePolicies all = policies(
                """
                {'timeoutMillis':1,'retry':{'attempts':2,'backoffMillis':0},
                 'breaker':{'volume':5,'failurePercent':50,'openMillis':100},
                 'bulkhead':{'concurrent':1},'cache':{'ttlMillis':100},'fallback':{'lastGood':true}}
                """);

        assertThat(RouteRules.checked(new Draft(null, null, "/a", null, null, null, answer, null, null, limited))
                .policies()).isEqualTo(limited);
        assertThat(faults(new Draft(null, null, "/a", null, null, null, answer, null, null, all))).containsExactly(
                "policies.timeoutMillis", "policies.retry", "policies.breaker", "policies.bulkhead", "policies.cache",
                "policies.fallback");
        assertThat(RouteRules.checked(draft("*", RoutePermission.USER, all)).policies()).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"POST | public | {'retry':{'attempts':2,'backoffMillis':1}} | retry-unused",
            "GET | public | {'retry':{'attempts':2,'backoffMillis':1}} | ''",
            "GET | public | {'timeoutMillis':40000,'retry':{'attempts':2,'backoffMillis':1}} | retry-slow",
            "PUT | public | {'cache':{'ttlMillis':1000}} | cache-unused",
            "GET | user | {'cache':{'ttlMillis':1000}} | cache-shared",
            "* | public | {'cache':{'ttlMillis':1000}} | ''",
            "GET | public | {'retry':{'attempts':3,'backoffMillis':1},'breaker':{'volume':5,'failurePercent':50,'openMillis':100}} | breaker-touchy",
            "GET | public | {'retry':{'attempts':3,'backoffMillis':1},'breaker':{'volume':20,'failurePercent':50,'openMillis':100}} | ''"})
    void pitfallsAreSaid(String method, String permission, String json, String code) throws JsonProcessingException {
        assertThat(RouteRules.warnings(RouteRules.checked(draft(method,
                RoutePermission.valueOf(permission.toUpperCase(Locale.ROOT)), policies(json))), null, List.of()))
                .extracting(RouteWarning::code).isEqualTo(code.isEmpty() ? List.of() : List.of(code));
    }

    @ParameterizedTest
    @CsvSource({"10, 1000, 20, 1000, true", "10, 1000, 20, 2000, false", "10, 1000, 30, 2000, true",
            "10, 2000, 5, 1000, false"})
    void limitThatNeverRefusesIsSaid(long permits, long period, long others, long otherPeriod, boolean said)
            throws JsonProcessingException {
        RoutePolicies.RateLimit limit = policies(LIMIT.formatted(permits, period)).limits().getFirst();
        RoutePolicies both = limited(List.of(limit, new RoutePolicies.RateLimit(
                period == otherPeriod ? RoutePolicies.LimitKind.FIXED_WINDOW : RoutePolicies.LimitKind.SLIDING_WINDOW,
                limit.per(), others, otherPeriod)));

        assertThat(new PolicyLint(new RouteSpec("GET", "*", "/a", RoutePermission.PUBLIC,
                Set.of(), List.of("http://h"), null, true, null, both), "r1").warnings())
                .extracting(RouteWarning::code).isEqualTo(said ? List.of("limit-unused") : List.of());
    }
}
