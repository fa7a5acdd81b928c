package dev.gatehouse.server.route;

import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.Breaker;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.model.route.RoutePolicies.Retry;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.RouteWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator may not mean by the policies of a route. */
final class PolicyLint {

    private static final Set<String> UNREPEATED = Set.of("POST", "PATCH");
    private static final Set<String> CACHED = Set.of("GET", "HEAD", RouteSpec.ANY);
    private static final long PATIENCE_MILLIS = 60_000;

    private final RouteSpec spec;
    private final String id;
    private final List<RouteWarning> warnings = new ArrayList<>();

    /** @param id of the route; absent for a draft */
    PolicyLint(RouteSpec spec, @Nullable String id) {
        this.spec = spec;
        this.id = id == null ? "" : id;
    }

    /** All of it. */
    List<RouteWarning> warnings() {
        RoutePolicies policies = spec.policies();
        Retry retry = policies.retry();
        if (retry != null) {
            look(retry);
            Breaker breaker = policies.breaker();
            if (breaker != null
                    && (long) retry.attempts() * 100 >= (long) breaker.volume() * breaker.failurePercent()) {
                warn("breaker-touchy", "One request that fails at all its " + retry.attempts()
                        + " attempts is enough to open the breaker; look at more answers or take fewer attempts.");
            }
        }
        if (policies.cache() != null && !CACHED.contains(spec.method())) {
            warn("cache-unused", "The cache keeps nothing: only answers to GET and HEAD are kept.");
        } else if (policies.cache() != null && spec.permission() != RoutePermission.PUBLIC) {
            warn("cache-shared", "Only signed-in callers take this route, so that an answer is kept only where the "
                    + "upstream marks it public, must-revalidate or s-maxage; then all callers are given the same one.");
        }
        look(policies.limits());
        return warnings;
    }

    private void look(Retry retry) {
        if (UNREPEATED.contains(spec.method())) {
            warn("retry-unused", "The retry does nothing: a " + spec.method() + " may not be repeated.");
            return;
        }
        long longest = retry.attempts() * spec.policies().timeoutOrDefaultMillis()
                + PolicyRules.pauses(retry);
        if (longest > PATIENCE_MILLIS) {
            warn("retry-slow", "With all attempts and pauses a caller may wait for " + longest / 1000
                    + " s; most clients have given up by then.");
        }
    }

    private void look(List<RateLimit> limits) {
        for (RateLimit wide : limits) {
            for (RateLimit narrow : limits) {
                if (!wide.equals(narrow) && covers(narrow, wide)) {
                    warn("limit-unused", "The limit of " + wide.permits() + " in " + wide.periodMillis()
                            + " ms never refuses anything: the one of " + narrow.permits() + " in "
                            + narrow.periodMillis() + " ms does so before.");
                    break;
                }
            }
        }
    }

    /** Whether whoever stays within the narrow one cannot pass the wide one, even where their periods begin apart. */
    private static boolean covers(RateLimit narrow, RateLimit wide) {
        if (narrow.per() != wide.per() || narrow.periodMillis() > wide.periodMillis()) {
            return false;
        }
        long periods = Math.ceilDiv(wide.periodMillis(), narrow.periodMillis()) + 1;
        boolean alike = narrow.kind() == wide.kind() && narrow.periodMillis() == wide.periodMillis();
        return narrow.permits() * (alike ? 1 : periods) <= wide.permits();
    }

    private void warn(String code, String message) {
        warnings.add(new RouteWarning(code, message, id));
    }
}
