package dev.gatehouse.server.call;

import dev.gatehouse.model.error.ErrorCode;
import java.time.Duration;

/**
 * The moment by which the current call must be answered. It travels with the thread as a scoped value, so that stores
 * can cut their own waiting to what is left.
 */
public final class Deadline {

    /** The deadline of the call that this thread works for; unbound outside a call. */
    public static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

    private final long atNanos;

    private Deadline(long atNanos) {
        this.atNanos = atNanos;
    }

    /** A deadline {@code budget} from now, on the monotonic clock. */
    public static Deadline in(Duration budget) {
        return new Deadline(System.nanoTime() + budget.toNanos());
    }

    /** What is left; zero or less once it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(atNanos - System.nanoTime());
    }

    /** The time that a store may take now: {@code most}, or what the current call has left if that is less.
     *
     * @throws RequestFailure {@link ErrorCode#DEADLINE_EXCEEDED} where nothing is left
     */
    public static Duration budget(Duration most) {
        if (!CURRENT.isBound()) {
            return most;
        }
        Duration left = CURRENT.get().remaining();
        if (!left.isPositive()) {
            throw new RequestFailure(ErrorCode.DEADLINE_EXCEEDED, "The request's time was over before it was done.");
        }
        return left.compareTo(most) < 0 ? left : most;
    }
}
