package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.Breaker;
import dev.gatehouse.model.route.RoutePolicies.Bulkhead;
import dev.gatehouse.model.route.RoutePolicies.Cache;
import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import dev.gatehouse.model.route.RoutePolicies.Fallback;
import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.model.route.RoutePolicies.Retry;
import java.util.List;
import java.util.Set;

/** Policies that fit common kinds of routes, to begin from. */
enum PolicyPreset {
    /** Nothing but the timeout. */
    BARE,
    /** Few at once, patient with failures, and no caller may take it all. */
    CAREFUL,
    /** Read by everybody: kept for a minute, the last good answer where the upstream is away. */
    PUBLIC_PAGE,
    /** Called by programs of the house: quick, many, asked again. */
    INTERNAL_API,
    /** Slow work that must not be done twice or by many. */
    SLOW_WORK;

    /** Its name in the bundles. */
    String key() {
        return switch (this) {
            case BARE -> "route.preset.bare";
            case CAREFUL -> "route.preset.careful";
            case PUBLIC_PAGE -> "route.preset.publicPage";
            case INTERNAL_API -> "route.preset.internalApi";
            case SLOW_WORK -> "route.preset.slowWork";
        };
    }

    RoutePolicies policies() {
        return switch (this) {
            case BARE -> RoutePolicies.NONE;
            case CAREFUL -> new RoutePolicies(1_000L, new Retry(3, 100), new Breaker(20, 50, 10_000),
                    new Bulkhead(64), List.of(new RateLimit(LimitKind.TOKEN_BUCKET, LimitKey.USER, 50, 1_000)), null,
                    null);
            case PUBLIC_PAGE -> new RoutePolicies(2_000L, new Retry(2, 50), new Breaker(20, 50, 10_000),
                    new Bulkhead(256), List.of(new RateLimit(LimitKind.SLIDING_WINDOW, LimitKey.IP, 300, 60_000)),
                    new Cache(60_000, Set.of(ChangeKind.ROUTE)), new Fallback(true, null));
            case INTERNAL_API -> new RoutePolicies(500L, new Retry(3, 20), new Breaker(50, 50, 5_000),
                    new Bulkhead(512), List.of(), null, null);
            case SLOW_WORK -> new RoutePolicies(60_000L, null, new Breaker(10, 50, 30_000), new Bulkhead(8),
                    List.of(new RateLimit(LimitKind.FIXED_WINDOW, LimitKey.USER, 10, 60_000)), null, null);
        };
    }
}
