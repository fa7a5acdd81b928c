package dev.gatehouse.ui.client;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps calls from waiting for a server that is away: after most of the last four, and two at least, got no answer, further ones fail at once, and one
 * finds out whether the server is back: after 1 s, then after twice as long each time, to 30 s, with up to half of it
 * left out at random.
 */
final class ServerBreaker {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final URI server;
    private final Conditions conditions;
    private final CircuitBreaker breaker;

    ServerBreaker(URI server, Conditions conditions) {
        this.server = server;
        this.conditions = conditions;
        this.breaker = CircuitBreaker.of("server", CircuitBreakerConfig.custom().slidingWindowSize(4)
                .minimumNumberOfCalls(2).failureRateThreshold(51).permittedNumberOfCallsInHalfOpenState(1)
                .waitIntervalFunctionInOpenState(
                        IntervalFunction.ofExponentialRandomBackoff(FIRST, 2, 0.5, LONGEST))
                .build());
    }

    /** Asks, unless it makes no sense now. */
    <T> CompletableFuture<T> ask(Supplier<CompletableFuture<T>> call) {
        if (!breaker.tryAcquirePermission()) {
            return CompletableFuture.failedFuture(
                    new Unreachable(server, new IOException("It was away a moment ago; it is asked again soon.")));
        }
        long startedNanos = System.nanoTime();
        return call.get().whenComplete((answer, failure) -> {
            long took = System.nanoTime() - startedNanos;
            if (failure != null && Transport.unwrap(failure) instanceof Unreachable away) {
                breaker.onError(took, TimeUnit.NANOSECONDS, away);
                conditions.server(false);
            } else {
                breaker.onSuccess(took, TimeUnit.NANOSECONDS);
                conditions.server(true);
            }
        });
    }

    /** Has the next call ask in any case. */
    void askAgain() {
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
            breaker.transitionToHalfOpenState();
        }
    }

    /** The server was heard of by another way. */
    void answered() {
        if (breaker.getState() != CircuitBreaker.State.CLOSED) {
            breaker.transitionToClosedState();
        }
        conditions.server(true);
    }
}
