package dev.gatehouse.server.log;

import dev.gatehouse.model.health.ReplicaAge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Knows how current the replica is: it looks where the log ends, and notes when all of that was applied. Looked at by one
 * thread, asked by several.
 */
public final class ReplicaWatch {

    private final EventLog log;
    private final ChangeLog changes;
    private final Clock clock;
    private final Duration patience;
    private volatile boolean answered;
    private volatile @Nullable Instant asOf;
    private @Nullable CompletableFuture<Void> pending;

    /** @param patience how long what was seen once counts as current; some times the pause between two looks */
    public ReplicaWatch(EventLog log, ChangeLog changes, Clock clock, Duration patience) {
        this.log = log;
        this.changes = changes;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Looks once; waits for the log, but not for what is still to be applied.
     *
     * @throws LogUnavailableException where the log does not answer
     */
    public void look() {
        Instant seenAt = clock.instant();
        long last;
        try {
            last = log.ends().getOrDefault(0, 0L) - 1;
        } catch (LogUnavailableException e) {
            answered = false;
            throw e;
        }
        CompletableFuture<Void> before = pending;
        if (before == null || before.isDone()) {
            pending = changes.reached(last).thenRun(() -> {
                asOf = seenAt;
                answered = true;
            });
        }
    }

    /** How current the replica is now. */
    public ReplicaAge age() {
        Instant seen = asOf;
        boolean current = answered && seen != null
                && Duration.between(seen, clock.instant()).compareTo(patience) < 0;
        return new ReplicaAge(current, changes.appliedOffset(), seen);
    }
}
