package dev.gatehouse.server.user;

import dev.gatehouse.model.user.TimelineEntry;
import dev.gatehouse.server.http.Principal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A book that tells of users. */
@FunctionalInterface
public interface TimelineSource {

    /**
     * What it tells of a user, newest first.
     *
     * @param from  the first moment that is wanted; absent for the beginning
     * @param until the first moment that is no longer wanted; absent for all up to now
     */
    List<TimelineEntry> of(String userId, @Nullable Instant from, @Nullable Instant until, int limit);

    /** The same as somebody may see it. */
    default TimelineSource seenBy(Principal caller) {
        return this;
    }

    /** Whether a moment is wanted. */
    static boolean within(Instant at, @Nullable Instant from, @Nullable Instant until) {
        return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
    }
}
