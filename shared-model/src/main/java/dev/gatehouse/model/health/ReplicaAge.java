package dev.gatehouse.model.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How current a node's own copy of users and routes is, by which it works also while the log is away.
 *
 * @param current  whether the log answers and all that it holds was applied some seconds ago; where not, other nodes may
 *                 have changes that this one does not know
 * @param position offset of the last change that is in the copy; -1 before the first
 * @param asOf     the last moment of which it is known that the copy had all that the log had; absent where the log has not
 *                 answered since the node started, so that it is some moment before that
 */
public record ReplicaAge(boolean current, long position, @Nullable Instant asOf) {}
