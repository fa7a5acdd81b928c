package dev.gatehouse.server.outage;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.LogUnavailableException;
import dev.gatehouse.server.log.RecordTooLargeException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A topic of the log behind a door, and, where commands go through it, behind a breaker: after half of at least three
 * appends have failed nobody waits for the log any more, and one append a second finds out whether it is back. A topic
 * whose records must keep their order has no breaker, as that would let a later record through before an earlier one.
 */
public final class GuardedEventLog implements EventLog {

    private static final Duration OPEN = Duration.ofSeconds(1);
    private static final String AWAY = "The log is away; it is asked again every second.";

    private final EventLog log;
    private final Door door;
    private final @Nullable CircuitBreaker breaker;

    private GuardedEventLog(EventLog log, Door door, @Nullable CircuitBreaker breaker) {
        this.log = log;
        this.door = door;
        this.breaker = breaker;
    }

    /** A topic of commands. */
    public static GuardedEventLog ofCommands(EventLog log, Door door) {
        return new GuardedEventLog(log, door, CircuitBreaker.of(log.topic(), CircuitBreakerConfig.custom()
                .slidingWindowSize(10).minimumNumberOfCalls(3).failureRateThreshold(50)
                .waitDurationInOpenState(OPEN)
                .ignoreException(failure -> failure instanceof RecordTooLargeException)
                .permittedNumberOfCallsInHalfOpenState(1).build()));
    }

    /** A topic of records that keep their order. */
    public static GuardedEventLog ofRecords(EventLog log, Door door) {
        return new GuardedEventLog(log, door, null);
    }

    /** {@code closed}, {@code open} or {@code half-open}; absent where there is no breaker. */
    public @Nullable String breaker() {
        return breaker == null ? null : breaker.getState().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The log was heard of by another way, so that commands may pass again. */
    public void answered() {
        if (breaker != null && breaker.getState() == CircuitBreaker.State.OPEN) {
            breaker.transitionToHalfOpenState();
        }
    }

    @Override
    public String topic() {
        return log.topic();
    }

    @Override
    public CompletableFuture<Receipt> append(String key, String value) {
        String refusal = door.sentence();
        if (refusal != null) {
            return CompletableFuture.failedFuture(new LogUnavailableException(refusal, null));
        }
        CircuitBreaker asked = breaker;
        if (asked == null) {
            return log.append(key, value);
        }
        if (!asked.tryAcquirePermission()) {
            return CompletableFuture.failedFuture(new LogUnavailableException(AWAY, null));
        }
        return counted(asked, System.nanoTime(), log.append(key, value));
    }

    @Override
    public List<CompletableFuture<Receipt>> appendInOrder(List<Message> messages) {
        String refusal = door.sentence();
        CircuitBreaker asked = breaker;
        if (refusal == null && asked != null && !asked.tryAcquirePermission()) {
            refusal = AWAY;
        }
        if (refusal != null) {
            LogUnavailableException failure = new LogUnavailableException(refusal, null);
            return messages.stream().map(_ -> CompletableFuture.<Receipt>failedFuture(failure)).toList();
        }
        long startedNanos = System.nanoTime();
        List<CompletableFuture<Receipt>> appended = log.appendInOrder(messages);
        if (asked != null && appended.isEmpty()) {
            asked.releasePermission();
        } else if (asked != null) {
            var _ = counted(asked, startedNanos, appended.getLast());
        }
        return appended;
    }

    private static CompletableFuture<Receipt> counted(CircuitBreaker asked, long startedNanos,
            CompletableFuture<Receipt> appended) {
        return appended.whenComplete((receipt, failure) -> {
            long took = System.nanoTime() - startedNanos;
            if (failure == null) {
                asked.onSuccess(took, TimeUnit.NANOSECONDS);
            } else {
                asked.onError(took, TimeUnit.NANOSECONDS, failure);
            }
        });
    }

    @Override
    public Subscription subscribe(Map<Integer, Long> from, Reader reader) {
        return log.subscribe(from, new Reader() {

            @Override
            public void read(List<Entry> entries) {
                throwWhileShut();
                reader.read(entries);
            }

            @Override
            public void gap(int partition, long lost, long to) {
                reader.gap(partition, lost, to);
            }
        });
    }

    @Override
    public Map<Integer, Long> ends() {
        throwWhileShut();
        return log.ends();
    }

    @Override
    public void close() {
        log.close();
    }

    private void throwWhileShut() {
        String sentence = door.sentence();
        if (sentence != null) {
            throw new LogUnavailableException(sentence, null);
        }
    }
}
