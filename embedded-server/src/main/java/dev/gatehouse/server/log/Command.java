package dev.gatehouse.server.log;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Intention;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A wish to change something, as it goes through the log.
 *
 * @param id              unique; a repeat is applied once
 * @param node            the node that took it
 * @param at              when, by that node's clock
 * @param expectedVersion the version that it was made upon; absent where it does not matter
 * @param traceparent     W3C Trace Context of the request
 * @param fence           under what lock it was given; absent where that does not matter
 * @param intention       where it was kept until the log was back: what, and since when
 */
public record Command(String id, String node, Instant at, Actor actor, @Nullable Long expectedVersion,
        @Nullable String traceparent, Change change, @Nullable Fence fence, @Nullable Intention intention) {

    /** A command that is given under a lock. */
    public Command(String id, String node, Instant at, Actor actor, @Nullable Long expectedVersion,
            @Nullable String traceparent, Change change, @Nullable Fence fence) {
        this(id, node, at, actor, expectedVersion, traceparent, change, fence, null);
    }

    /** A command that needs no lock and is given when it is made. */
    public Command(String id, String node, Instant at, Actor actor, @Nullable Long expectedVersion,
            @Nullable String traceparent, Change change) {
        this(id, node, at, actor, expectedVersion, traceparent, change, null, null);
    }
}
