package dev.gatehouse.server.gateway;

import dev.gatehouse.model.api.RouteTrafficExchange.Breaker;
import dev.gatehouse.model.api.RouteTrafficExchange.BreakerState;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this node remembers of a route between requests: its breakers, its bulkhead, and whose turn it is. */
final class RouteState {

    /** By how much a trial may last longer than an upstream may take. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final List<String> addresses;
    private final RoutePolicies policies;
    private final List<Upstream> upstreams;
    private final @Nullable Bulkhead bulkhead;
    private final @Nullable Retry retry;
    private final AtomicInteger turn = new AtomicInteger();

    /** One upstream of a route. */
    record Upstream(String address, URI base, @Nullable CircuitBreaker breaker) {

        private boolean mayBeAsked() {
            return breaker == null || breaker.tryAcquirePermission();
        }

        /** It was asked; an answer of 500 or more counts as a failure of it. */
        void answered(int status, long nanos) {
            if (breaker != null && status < 500) {
                breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
            } else if (breaker != null) {
                breaker.onError(nanos, TimeUnit.NANOSECONDS, new IllegalStateException("It answered " + status));
            }
        }

        /** It was asked and did not answer. */
        void failed(Throwable why, long nanos) {
            if (breaker != null) {
                breaker.onError(nanos, TimeUnit.NANOSECONDS, why);
            }
        }

        /** It was not asked after all. */
        void spared() {
            if (breaker != null) {
                breaker.releasePermission();
            }
        }
    }

    RouteState(Route route) {
        RouteSpec spec = route.spec();
        this.addresses = spec.upstreams();
        this.policies = spec.policies();
        this.upstreams = addresses.stream().map(address -> new Upstream(address, URI.create(address),
                breaker(address, policies.breaker(), Duration.ofNanos(timeoutNanos()).plus(MARGIN)))).toList();
        RoutePolicies.Bulkhead most = policies.bulkhead();
        this.bulkhead = most == null
                ? null
                : Bulkhead.of(route.id(), BulkheadConfig.custom().maxConcurrentCalls(most.concurrent())
                        .maxWaitDuration(Duration.ZERO).build());
        RoutePolicies.Retry again = policies.retry();
        this.retry = again == null
                ? null
                : Retry.of(route.id(), RetryConfig.<Outcome>custom().maxAttempts(again.attempts())
                        .intervalFunction(IntervalFunction
                                .ofExponentialBackoff(Duration.ofMillis(Math.max(1, again.backoffMillis())), 2))
                        .retryOnResult(Outcome::mayBeRepeated).retryOnException(_ -> false).build());
    }

    /** @param trial how long one request tries for all whether an upstream is well again, until another may */
    private static @Nullable CircuitBreaker breaker(String address, RoutePolicies.@Nullable Breaker policy,
            Duration trial) {
        return policy == null
                ? null
                : CircuitBreaker.of(address, CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(policy.volume()).minimumNumberOfCalls(policy.volume())
                        .failureRateThreshold(policy.failurePercent())
                        .waitDurationInOpenState(Duration.ofMillis(Math.max(1, policy.openMillis())))
                        .permittedNumberOfCallsInHalfOpenState(1)
                        // The one who tries may send a body for long, for which no upstream is to blame.
                        .maxWaitDurationInHalfOpenState(trial).build());
    }

    /** Whether this still holds for a route that may have changed. */
    boolean fits(Route route) {
        return addresses.equals(route.spec().upstreams()) && policies.equals(route.spec().policies());
    }

    /** Takes a place in the bulkhead; false where none is free. */
    boolean enter() {
        return bulkhead == null || bulkhead.tryAcquirePermission();
    }

    /** Gives it back. */
    void leave() {
        if (bulkhead != null) {
            bulkhead.onComplete();
        }
    }

    /** Asks once, or as often as the policy says where the request may be repeated. */
    Outcome asking(boolean repeatable, Supplier<Outcome> once) {
        return retry == null || !repeatable ? once.get() : retry.executeSupplier(once);
    }

    /** The next upstream that may be asked; absent where every breaker is open. */
    @Nullable
    Upstream next() {
        int first = Math.floorMod(turn.getAndIncrement(), upstreams.size());
        for (int step = 0; step < upstreams.size(); step++) {
            Upstream upstream = upstreams.get((first + step) % upstreams.size());
            if (upstream.mayBeAsked()) {
                return upstream;
            }
        }
        return null;
    }

    /** How long an upstream may take until its answer begins. */
    long timeoutNanos() {
        return TimeUnit.MILLISECONDS.toNanos(policies.timeoutOrDefaultMillis());
    }

    /** The breakers as they stand; none where the route has no such policy. */
    List<Breaker> breakers() {
        return upstreams.stream().filter(upstream -> upstream.breaker() != null)
                .map(upstream -> new Breaker(upstream.address(), state(upstream.breaker()))).toList();
    }

    private static BreakerState state(@Nullable CircuitBreaker breaker) {
        return breaker == null ? BreakerState.CLOSED : switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> BreakerState.OPEN;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
        };
    }
}
