package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.TopicKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of what the index need not keep. How old a record is, is told by the newest record where the clock is ahead of
 * that; and most of the book is not let go at once before a day has passed, in which somebody may set the clock right.
 * Not safe for use by several threads.
 */
public final class AuditRetention {

    private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);
    private static final Duration HOLD = Duration.ofDays(1);
    /** From one run to the next the time goes on by less than this. */
    private static final Duration USUAL = Duration.ofHours(1);

    private final AuditIndex index;
    private final Limits limits;
    private final Clock clock;
    /** What the last run went by; absent before the first. */
    private @Nullable Instant settled;
    private boolean holds;
    private long heldSinceNanos;

    /**
     * What is kept.
     *
     * @param keep       how long records stay; zero for ever
     * @param keepAccess how long those of the access log stay; zero for ever
     * @param keepBytes  how much stays, in characters; 0 for no limit
     */
    public record Limits(Duration keep, Duration keepAccess, long keepBytes) {}

    public AuditRetention(AuditIndex index, Limits limits, Clock clock) {
        this.index = index;
        this.limits = limits;
        this.clock = clock;
    }

    /** Lets go of all that may go now, and of some of the words that are in no record any more. */
    public void run() {
        Instant before = before(limits.keep(), TopicKind.AUDIT);
        AuditIndex.Keep keep = new AuditIndex.Keep(before != null && isSound(before) ? before : null,
                before(limits.keepAccess(), TopicKind.ACCESS), limits.keepBytes());
        boolean more = true;
        while (more && !Thread.currentThread().isInterrupted()) {
            more = index.drop(keep);
        }
        index.forgetWords();
    }

    private @Nullable Instant before(Duration keep, TopicKind kind) {
        if (keep.isZero()) {
            return null;
        }
        Instant now = clock.instant();
        return index.newest(kind).map(newest -> (newest.isBefore(now) ? newest : now).minus(keep)).orElse(null);
    }

    /** Whether that leaves the better part of the book, or has been the same for long enough. */
    private boolean isSound(Instant before) {
        Instant last = settled;
        if (last != null && !before.isAfter(last.plus(USUAL))) {
            settled = before;
            return true;
        }
        Criterion audit = new Criterion.KindIs(TopicKind.AUDIT);
        long all = index.search(List.of(audit), null, 1).total();
        long old = index.search(List.of(audit, new Criterion.Until(before)), null, 1).total();
        if (old > all / 2 && !hasHeld(old, all, before)) {
            return false;
        }
        holds = false;
        settled = before;
        return true;
    }

    private boolean hasHeld(long old, long all, Instant before) {
        if (!holds) {
            holds = true;
            heldSinceNanos = System.nanoTime();
            LOG.warn(
                    "{} of the {} audit records of this index are from before {} and would be dropped at once. They stay "
                            + "for a day: see whether this node's clock and audit.keep are right.",
                    old, all, before);
        }
        return System.nanoTime() - heldSinceNanos >= HOLD.toNanos();
    }
}
