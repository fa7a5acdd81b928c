package dev.gatehouse.server.auth;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long sessions of one kind last. Activity renews a session once less than {@code threshold} is left of it.
 *
 * @param start     how long a session lasts at first
 * @param renewal   what a renewal does
 * @param step      how much a renewal gives
 * @param most      how often a session is renewed; {@link #UNBOUNDED} for ever
 * @param threshold a session with more than this left is not renewed
 */
public record LifetimePolicy(Duration start, Renewal renewal, Duration step, int most, Duration threshold) {

    /** The number of renewals of a session that may be renewed for ever. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** What a renewal does. */
    public enum Renewal {
        /** Moves the end on by a step. */
        EXTENDS,
        /** Puts the end a step after the activity. */
        RESETS
    }

    /** The lifetime of a session that begins; {@code share} of the usual start. */
    Login.Lifetime begin(Instant loginAt, double share) {
        return new Login.Lifetime(loginAt.plusMillis((long) (start.toMillis() * share)), 0);
    }

    /** Whether activity at {@code at} renews a session that ends at {@code endsAt}, if it may be renewed at all. */
    boolean isDue(Instant endsAt, Instant at) {
        return at.isBefore(endsAt) && at.plus(threshold).isAfter(endsAt);
    }

    /** Whether no activity can renew a session any more. */
    boolean isSpent(Login.Lifetime lifetime) {
        return most != UNBOUNDED && lifetime.renewals() >= most;
    }

    /** What a lifetime becomes by activity at {@code at}; absent where that changes nothing. */
    Login.@Nullable Lifetime renewed(Login.Lifetime lifetime, Instant at) {
        if (!isDue(lifetime.endsAt(), at) || isSpent(lifetime)) {
            return null;
        }
        Instant next = switch (renewal) {
            case EXTENDS -> lifetime.endsAt().plus(step);
            case RESETS -> at.plus(step);
        };
        return next.isAfter(lifetime.endsAt()) ? new Login.Lifetime(next, lifetime.renewals() + 1) : null;
    }
}
