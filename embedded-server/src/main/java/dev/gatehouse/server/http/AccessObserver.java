package dev.gatehouse.server.http;

import dev.gatehouse.model.audit.Actor;
import org.jspecify.annotations.Nullable;

/** Is told of every request that was answered. */
@FunctionalInterface
public interface AccessObserver {

    /** Called for a request to an endpoint, on the request's thread, so it must not wait. */
    void answered(Endpoint endpoint, int status, long nanos);

    /**
     * Called for every request once its answer is out, on a thread that serves others too, so it must not wait: also for
     * a WebSocket, and for what no endpoint took.
     */
    default void ended(Ended request) {}

    /**
     * A request that is over.
     *
     * @param path    without the query
     * @param status  101 for a WebSocket
     * @param nanos   since the request's first byte
     * @param bytes   of the answer's body
     * @param caller  who asked; absent where nobody said so
     * @param ip      the caller's address
     * @param traceId 32 hex digits; absent where the request did not come far enough to have one
     * @param traffic whether it came to the traffic port
     * @param routeId the route that took it; absent where none did
     */
    record Ended(String method, String path, int status, long nanos, long bytes, @Nullable Actor caller, String ip,
            @Nullable String traceId, boolean traffic, @Nullable String routeId) {}
}
