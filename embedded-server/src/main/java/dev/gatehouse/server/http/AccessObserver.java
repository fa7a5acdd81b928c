package dev.gatehouse.server.http;

/** Is told of every request that was answered. */
@FunctionalInterface
public interface AccessObserver {

    /** Called on the request's thread, so it must not wait. */
    void answered(Endpoint endpoint, int status, long nanos);
}
