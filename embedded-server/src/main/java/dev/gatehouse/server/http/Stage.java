package dev.gatehouse.server.http;

/** One ring of the pipeline. It does its part, calls {@code rest} once, and may do more when that has returned. */
@FunctionalInterface
interface Stage {

    void around(ServerCall call, Runnable rest);
}
