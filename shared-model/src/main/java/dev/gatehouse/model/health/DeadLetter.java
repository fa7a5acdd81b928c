package dev.gatehouse.model.health;

import dev.gatehouse.model.audit.Receipt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change that a part of a node could not follow, after all retries. What comes after it about the same thing waits behind
 * it, so that the order is kept; what is about other things goes on.
 *
 * @param node     where it lies
 * @param follower the part of the node, such as {@code routes}; {@code log} where the record itself is not understood
 * @param key      what it is about; letters of one follower and key are dealt with in order
 * @param what     the kind of the change, such as {@code RouteChanged}
 * @param position of the change in the log; absent where it did not come from there
 * @param error    why it could not be followed
 * @param attempts how often it was tried; 0 for one that waits behind another
 * @param traceId  the trace of the call that asked for the change, where it is known
 */
public record DeadLetter(String id, String node, String follower, String key, String what, @Nullable Receipt position,
        String error, int attempts, Instant firstAt, Instant lastAt, @Nullable String traceId) {}
