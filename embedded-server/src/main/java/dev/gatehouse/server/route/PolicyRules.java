package dev.gatehouse.server.route;

import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.Breaker;
import dev.gatehouse.model.route.RoutePolicies.Bulkhead;
import dev.gatehouse.model.route.RoutePolicies.Cache;
import dev.gatehouse.model.route.RoutePolicies.Fallback;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.model.route.RoutePolicies.Retry;
import dev.gatehouse.model.route.StaticAnswer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What policies can work. */
final class PolicyRules {

    private final List<FieldError> errors;

    /** @param errors takes what is found */
    PolicyRules(List<FieldError> errors) {
        this.errors = errors;
    }

    /** Which limit is counted by itself: two alike would count each request twice. */
    private record Counter(RoutePolicies.LimitKind kind, RoutePolicies.LimitKey per, long periodMillis) {}

    /** @param answer of the route itself, which then asks no upstream */
    void check(RoutePolicies policies, @Nullable StaticAnswer answer) {
        if (answer != null) {
            requireNoUpstream(policies);
        }
        Long timeout = policies.timeoutMillis();
        if (timeout != null) {
            within("timeoutMillis", timeout, 1, RoutePolicies.MOST_TIMEOUT_MILLIS);
        }
        Retry retry = policies.retry();
        if (retry != null) {
            check(retry);
        }
        Breaker breaker = policies.breaker();
        if (breaker != null) {
            within("breaker.volume", breaker.volume(), 1, Breaker.MOST_VOLUME);
            within("breaker.failurePercent", breaker.failurePercent(), 1, 100);
            within("breaker.openMillis", breaker.openMillis(), Breaker.LEAST_OPEN_MILLIS,
                    Breaker.MOST_OPEN_MILLIS);
        }
        Bulkhead bulkhead = policies.bulkhead();
        if (bulkhead != null) {
            within("bulkhead.concurrent", bulkhead.concurrent(), 1, Bulkhead.MOST_CONCURRENT);
        }
        check(policies.limits());
        Cache cache = policies.cache();
        if (cache != null) {
            within("cache.ttlMillis", cache.ttlMillis(), Cache.LEAST_TTL_MILLIS, Cache.MOST_TTL_MILLIS);
        }
        Fallback fallback = policies.fallback();
        if (fallback != null) {
            check(fallback);
        }
    }

    private void requireNoUpstream(RoutePolicies policies) {
        none("timeoutMillis", policies.timeoutMillis());
        none("retry", policies.retry());
        none("breaker", policies.breaker());
        none("bulkhead", policies.bulkhead());
        none("cache", policies.cache());
        none("fallback", policies.fallback());
    }

    private void none(String field, @Nullable Object policy) {
        if (policy != null) {
            fault(field, "makes no sense on a static answer: no upstream is asked.");
        }
    }

    private void check(Retry retry) {
        boolean attempts = within("retry.attempts", retry.attempts(), Retry.LEAST_ATTEMPTS,
                Retry.MOST_ATTEMPTS);
        boolean backoff = within("retry.backoffMillis", retry.backoffMillis(), 0, Retry.MOST_BACKOFF_MILLIS);
        if (attempts && backoff && pauses(retry) > Retry.MOST_PAUSES_MILLIS) {
            fault("retry.backoffMillis", "doubles with every attempt, here to "
                    + pauses(retry) / 1000
                    + " s of pauses; take fewer attempts or a shorter one, for 5 minutes at most.");
        }
    }

    /** All pauses of a retry together, in milliseconds. */
    static long pauses(Retry retry) {
        return retry.backoffMillis() * ((1L << (retry.attempts() - 1)) - 1);
    }

    private void check(List<RateLimit> limits) {
        if (limits.size() > RoutePolicies.MOST_LIMITS) {
            fault("limits", "has at most " + RoutePolicies.MOST_LIMITS + ".");
        }
        Set<Counter> counters = new HashSet<>();
        for (int at = 0; at < limits.size(); at++) {
            RateLimit limit = limits.get(at);
            String field = "limits[" + at + "]";
            within(field + ".permits", limit.permits(), 1, RateLimit.MOST_PERMITS);
            within(field + ".periodMillis", limit.periodMillis(), RateLimit.LEAST_PERIOD_MILLIS,
                    RateLimit.MOST_PERIOD_MILLIS);
            if (!counters.add(new Counter(limit.kind(), limit.per(), limit.periodMillis()))) {
                fault(field, "is there already with the same kind, key and period; keep the one with fewer permits.");
            }
        }
    }

    private void check(Fallback fallback) {
        StaticAnswer answer = fallback.answer();
        if (answer != null) {
            RouteRules.checkAnswer("policies.fallback.answer", answer, errors);
        } else if (!fallback.lastGood()) {
            fault("fallback", "needs lastGood, an answer, or both.");
        }
    }

    private boolean within(String field, long value, long least, long most) {
        if (value >= least && value <= most) {
            return true;
        }
        fault(field, String.format(Locale.ROOT, "must be from %,d to %,d.", least, most));
        return false;
    }

    private void fault(String field, String sentence) {
        errors.add(new FieldError("policies." + field, sentence));
    }
}
