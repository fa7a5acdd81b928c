package dev.gatehouse.server.log.kafka;

import dev.gatehouse.model.health.DependencyState;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Remembers whether Kafka answers. Safe for use by several threads. */
public final class Reachability {

    private final Clock clock;
    private final AtomicReference<Seen> seen;

    /**
     * What was seen so far.
     *
     * @param state       degraded until the first answer
     * @param since       when it came into that state
     * @param lastSuccess when Kafka last answered
     * @param lastFailure when it last did not answer in time
     * @param detail      what went wrong last; absent while it answers
     */
    public record Seen(DependencyState state, Instant since, @Nullable Instant lastSuccess,
            @Nullable Instant lastFailure, @Nullable String detail) {}

    Reachability(Clock clock) {
        this.clock = clock;
        this.seen = new AtomicReference<>(
                new Seen(DependencyState.DEGRADED, clock.instant(), null, null, "Kafka has not answered yet."));
    }

    /** What was seen so far. */
    public Seen seen() {
        return seen.get();
    }

    void succeeded() {
        Instant now = clock.instant();
        seen.updateAndGet(before -> new Seen(DependencyState.LIVE,
                before.state == DependencyState.LIVE ? before.since : now, now, before.lastFailure, null));
    }

    void failed(Throwable cause) {
        Instant now = clock.instant();
        seen.updateAndGet(before -> new Seen(DependencyState.DEGRADED,
                before.state == DependencyState.DEGRADED ? before.since : now, before.lastSuccess, now,
                String.valueOf(cause.getMessage())));
    }
}
