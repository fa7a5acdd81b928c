package dev.gatehouse.server.gateway;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has what is kept of an address (host, path and query) forgotten where a request works that may change it (RFC 9111 section
 * 4.4), also where another route takes the requests that read it.
 */
final class Writes {

    /** RFC 9110 section 9.2.1. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final TrafficServer.Service service;

    Writes(TrafficServer.Service service) {
        this.service = service;
    }

    /** Whether anything may be kept that a request can change. */
    boolean concern(Asked asked) {
        return !SAFE.contains(asked.method()) && (isKept(reading(asked, "GET")) || isKept(reading(asked, "HEAD")));
    }

    private static boolean isKept(@Nullable RoutePolicies policies) {
        return policies != null
                && (policies.cache() != null || (policies.fallback() != null && policies.fallback().lastGood()));
    }

    /** An upstream begins to answer. */
    void answered(Asked asked, int status) {
        if (status < 200 || status >= 400 || SAFE.contains(asked.method())) {
            return;
        }
        RoutePolicies got = reading(asked, "GET");
        RoutePolicies headed = reading(asked, "HEAD");
        RoutePolicies.Fallback fallback = got == null ? null : got.fallback();
        if (fallback != null && fallback.lastGood()) {
            service.figures().lastGood().wrote(asked);
            service.cache().wrote(asked, AnswerCache.DAY);
            return;
        }
        long lifetimeMillis = Math.max(lifetimeMillis(got), lifetimeMillis(headed));
        if (lifetimeMillis > 0) {
            service.cache().wrote(asked, Duration.ofMillis(lifetimeMillis));
        }
    }

    /** How long answers are kept at most; 0 where none are. */
    private static long lifetimeMillis(@Nullable RoutePolicies policies) {
        RoutePolicies.Cache cache = policies == null ? null : policies.cache();
        return cache == null ? 0 : cache.ttlMillis();
    }

    private @Nullable RoutePolicies reading(Asked asked, String method) {
        Route route = service.table()
                .apply(new Asked(method, asked.host(), asked.said(), asked.path(), asked.query(), asked.headers()));
        return route == null ? null : route.spec().policies();
    }
}
