package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.ui.text.Sentence;
import org.jspecify.annotations.Nullable;

/** A route's policies in a few words. */
final class PolicyWords {

    private PolicyWords() {}

    /** What {@code policies} say of {@code part}; absent where they do without it. */
    static @Nullable Sentence summary(PolicyPart part, RoutePolicies policies) {
        return switch (part) {
            case TIMEOUT -> policies.timeoutMillis() == null
                    ? null
                    : Sentence.of("route.policySum.timeout", Spans.text(policies.timeoutMillis()));
            case RETRY -> policies.retry() == null
                    ? null
                    : Sentence.of("route.policySum.retry", policies.retry().attempts(),
                            Spans.text(policies.retry().backoffMillis()));
            case BREAKER -> policies.breaker() == null
                    ? null
                    : Sentence.of("route.policySum.breaker", policies.breaker().failurePercent(),
                            policies.breaker().volume(), Spans.text(policies.breaker().openMillis()));
            case BULKHEAD -> policies.bulkhead() == null
                    ? null
                    : Sentence.of("route.policySum.bulkhead", policies.bulkhead().concurrent());
            case LIMITS -> limits(policies);
            case CACHE -> policies.cache() == null
                    ? null
                    : Sentence.of("route.policySum.cache", Spans.text(policies.cache().ttlMillis()));
            case FALLBACK -> fallback(policies.fallback());
        };
    }

    private static @Nullable Sentence limits(RoutePolicies policies) {
        if (policies.limits().isEmpty()) {
            return null;
        }
        RateLimit first = policies.limits().getFirst();
        return policies.limits().size() == 1
                ? Sentence.of("route.policySum.limit", first.permits(), Spans.text(first.periodMillis()),
                        Sentence.of(key(first.per())))
                : Sentence.of("route.policySum.limits", policies.limits().size());
    }

    private static @Nullable Sentence fallback(RoutePolicies.@Nullable Fallback fallback) {
        if (fallback == null) {
            return null;
        }
        if (fallback.answer() == null) {
            return Sentence.of("route.policySum.lastGood");
        }
        return Sentence.of(fallback.lastGood() ? "route.policySum.lastGoodElse" : "route.policySum.answer",
                fallback.answer().status());
    }

    static String key(LimitKey per) {
        return switch (per) {
            case IP -> "route.limitPer.ip";
            case USER -> "route.limitPer.user";
            case ROUTE -> "route.limitPer.route";
        };
    }

    static String key(LimitKind kind) {
        return switch (kind) {
            case FIXED_WINDOW -> "route.limitKind.fixed";
            case SLIDING_WINDOW -> "route.limitKind.sliding";
            case TOKEN_BUCKET -> "route.limitKind.bucket";
        };
    }
}
